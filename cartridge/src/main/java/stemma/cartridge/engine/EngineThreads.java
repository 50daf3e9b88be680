package stemma.cartridge.engine;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that guests run on. They are the node's own, with one size of stack, so that how deep a
 * guest may call does not depend on who asked; and their number bounds how many memories are in use at
 * once. Thread-safe.
 */
public final class EngineThreads implements AutoCloseable {
    /** Deep enough for the recursion of ordinary programs, small enough to end an endless one soon. */
    public static final int STACK_BYTES = 1 << 20;

    /** Calls that wait for a thread; one more is refused at once. */
    public static final int WAITING_CALLS_MAX = 1_024;

    private static final long IDLE_MILLIS = 60_000;
    private static final long CLOSE_MILLIS_MAX = 2_000;

    private final ThreadPoolExecutor pool;

    /** So many threads at most; each begins when it is first needed. */
    public EngineThreads(int threadsMax) {
        pool = new ThreadPoolExecutor(
                threadsMax,
                threadsMax,
                IDLE_MILLIS,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(WAITING_CALLS_MAX),
                Thread.ofPlatform()
                        .daemon()
                        .name("cartridge-", 0)
                        .stackSize(STACK_BYTES)
                        .factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs the work on one of the threads and waits for it. When the caller is interrupted, so is the
     * work.
     *
     * @throws RejectedExecutionException when too many calls wait already
     */
    public <T> T run(Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        pool.execute(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            pool.remove(task);
            throw e;
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    private static RuntimeException rethrown(@org.jspecify.annotations.Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null -> new IllegalStateException("a guest's thread failed without a reason");
            default -> new IllegalStateException(cause);
        };
    }

    /** Interrupts what runs and waits for it, a little. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            pool.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
