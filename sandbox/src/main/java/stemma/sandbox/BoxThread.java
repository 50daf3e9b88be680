package stemma.sandbox;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The platform thread a box hangs on.
 *
 * <p>It arranges its private mount table, starts the chain, and then waits for its end: the chain asks the kernel to be
 * killed when its parent dies, and to the kernel the parent is the thread that started it. So this thread must outlive
 * the box, and when the node dies, however it dies, the box dies with it.
 */
final class BoxThread {
    /** Arranges and starts. */
    @FunctionalInterface
    interface Starter {
        Process start() throws IOException;
    }

    /** The chain's exit code, and whether the time was up before it ended. */
    record End(int exitCode, boolean timedOut) {}

    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final CompletableFuture<End> ended = new CompletableFuture<>();

    /** Starts the thread; {@code kill} ends every process of the box. */
    static BoxThread start(String name, Starter starter, long wallMillis, Runnable kill) {
        BoxThread thread = new BoxThread();
        Thread.ofPlatform().daemon().name(name).start(() -> thread.run(starter, wallMillis, kill));
        return thread;
    }

    private void run(Starter starter, long wallMillis, Runnable kill) {
        try {
            Process process = starter.start();
            started.complete(process);
            boolean inTime = process.waitFor(wallMillis, TimeUnit.MILLISECONDS);
            if (!inTime) {
                kill.run();
            }
            ended.complete(new End(process.waitFor(), !inTime));
        } catch (InterruptedException e) {
            ended.completeExceptionally(e);
        } catch (IOException | RuntimeException e) {
            started.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    CompletableFuture<Process> started() {
        return started;
    }

    CompletableFuture<End> ended() {
        return ended;
    }
}
