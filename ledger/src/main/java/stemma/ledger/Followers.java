package stemma.ledger;

import java.util.function.BooleanSupplier;

/** Readers waiting at the end of the log. They hurry nobody; the committer signals after each commit. */
final class Followers {
    private volatile int waiting;

    void signal() {
        if (waiting > 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until the condition holds or the time is up. */
    synchronized void await(BooleanSupplier arrived, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        waiting++;
        try {
            while (!arrived.getAsBoolean()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } finally {
            waiting--;
        }
    }
}
