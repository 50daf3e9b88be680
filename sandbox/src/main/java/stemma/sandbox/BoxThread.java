package stemma.sandbox;

import java.io.IOException;
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
    /** A box that is up. */
    record Up(Chain chain, InnerInit init) {}

    /** The command's exit code, and whether the time was up before it ended. */
    record End(int exitCode, boolean timedOut) {}

    private final CompletableFuture<Up> up = new CompletableFuture<>();
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

    static BoxThread start(String name, Launch launch, long wallMillis) {
        BoxThread thread = new BoxThread();
        Thread.ofPlatform().daemon().name(name).start(() -> thread.run(launch, wallMillis));
        return thread;
    }

    private void run(Launch launch, long wallMillis) {
        long until = System.nanoTime() + wallMillis * 1_000_000;
        try (Chain chain = launch.start()) {
            BoxStatus status = new BoxStatus(chain);
            try (InnerInit init = init(chain, status)) {
                launch.hold(init.pid());
                chain.go();
                up.complete(new Up(chain, init));
                OptionalLong code = status.exitCode(until);
                boolean timedOut = code.isEmpty() && !status.ended();
                init.end();
                if (code.isPresent()) {
                    ended.complete(new End((int) code.getAsLong(), timedOut));
                }
                ended.complete(new End(chain.await(), timedOut));
            }
            gone.complete(true);
        } catch (IOException | RuntimeException e) {
            up.completeExceptionally(e);
            ended.completeExceptionally(e);
            gone.completeExceptionally(e);
        }
    }

    private static InnerInit init(Chain chain, BoxStatus status) throws IOException {
        OptionalLong pid = status.childPid();
        if (pid.isPresent()) {
            return InnerInit.of(pid.getAsLong());
        }
        chain.kill();
        String complaint = chain.complaint();
        chain.await();
        if (status.layerRefused()) {
            throw new LayerRefused(
                    "no overlay here: " + status.text().lines().findFirst().orElse(""));
        }
        throw new BoxRefused("the box did not start: " + (status.text() + complaint).strip());
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
