package stemma.store;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Waits that an interrupt does not cut short: a transaction handed to the writer will run, so its
 * caller must learn how it went. The interrupt is raised again afterwards.
 */
final class Waiting {
    private Waiting() {}

    static <T> T take(BlockingQueue<T> queue) {
        return kept(queue::take);
    }

    static <T> void put(BlockingQueue<T> queue, T item) {
        kept(() -> {
            queue.put(item);
            return true;
        });
    }

    static <T> T result(Future<T> future) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            raise(interrupted);
        }
    }

    @FunctionalInterface
    private interface Blocking<T> {
        T run() throws InterruptedException;
    }

    private static <T> T kept(Blocking<T> wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.run();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            raise(interrupted);
        }
    }

    private static void raise(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
