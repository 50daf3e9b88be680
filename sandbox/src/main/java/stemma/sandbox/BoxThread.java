package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The platform thread a box hangs on.
 *
 * <p>It arranges its private mount table, starts the chain, and then waits for its end: the chain asks the kernel to be
 * killed when its parent dies, and to the kernel the parent is the thread that started it. So this thread must outlive
 * the box, and when the node dies, however it dies, the box dies with it.
 *
 * <p>The command's end is told as soon as its exit code is known and no process of the box is left. Taking the mounts
 * down takes the kernel some milliseconds more; {@link #gone} tells when the chain itself has ended.
 */
final class BoxThread {
    private static final int COMPLAINT_BYTES_MAX = 2_000;

    /** Arranges and starts. */
    @FunctionalInterface
    interface Starter {
        Process start() throws IOException;
    }

    /** A box that is up. */
    record Up(Process process, InnerInit init) {}

    /** The command's exit code, and whether the time was up before it ended. */
    record End(int exitCode, boolean timedOut) {}

    private final CompletableFuture<Up> up = new CompletableFuture<>();
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

    /** Starts the thread, which closes {@code status} at the end. */
    static BoxThread start(String name, Starter starter, BoxStatus status, long wallMillis) {
        BoxThread thread = new BoxThread();
        Thread.ofPlatform().daemon().name(name).start(() -> thread.run(starter, status, wallMillis));
        return thread;
    }

    private void run(Starter starter, BoxStatus status, long wallMillis) {
        try (status) {
            long until = System.nanoTime() + wallMillis * 1_000_000;
            Process process = starter.start();
            try (InnerInit init = init(process, status)) {
                up.complete(new Up(process, init));
                ended.complete(end(process, init, status, until));
                process.waitFor();
            }
            gone.complete(true);
        } catch (InterruptedException | IOException | RuntimeException e) {
            up.completeExceptionally(e);
            ended.completeExceptionally(e);
            gone.completeExceptionally(e);
        }
    }

    private static InnerInit init(Process chain, BoxStatus status) throws IOException, InterruptedException {
        OptionalLong pid = status.childPid(chain);
        if (pid.isPresent()) {
            return InnerInit.of(pid.getAsLong());
        }
        chain.destroyForcibly();
        String complaint = new String(chain.getErrorStream().readNBytes(COMPLAINT_BYTES_MAX), StandardCharsets.UTF_8);
        chain.waitFor();
        if (status.layerRefused()) {
            throw new LayerRefused(
                    "no overlay here: " + status.text().lines().findFirst().orElse(""));
        }
        throw new BoxRefused("the box did not start: " + (status.text() + complaint).strip());
    }

    private static End end(Process chain, InnerInit init, BoxStatus status, long until)
            throws IOException, InterruptedException {
        OptionalLong code = status.exitCode(until);
        boolean timedOut = code.isEmpty() && !status.ended();
        init.end();
        return new End(code.isPresent() ? (int) code.getAsLong() : chain.waitFor(), timedOut);
    }

    /** Waits until the box is up. */
    Up up() throws IOException {
        try {
            return up.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LayerRefused refused) {
                throw refused;
            }
            if (e.getCause() instanceof BoxRefused refused) {
                throw refused;
            }
            throw new IOException("the box could not be arranged: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a box started", e);
        }
    }

    /** Completes when the command and every process of the box have ended. */
    CompletableFuture<End> ended() {
        return ended;
    }

    /** Completes when nothing of the box is left in the kernel. */
    CompletableFuture<Boolean> gone() {
        return gone;
    }
}
