package stemma.ledger;

import java.util.function.BooleanSupplier;
import stemma.core.Clock;

/** Readers waiting at the end of the log. They hurry nobody; the committer signals after each commit. */
final class Followers {
    private final Clock clock;
    private volatile int waiting;

    Followers(Clock clock) {
        this.clock = clock;
    }

    void signal() {
        if (waiting > 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until the condition holds or the time is up. */
    synchronized void await(BooleanSupplier arrived, long millis) throws InterruptedException {
        long end = clock.nanos() + millis * 1_000_000;
        waiting++;
        try {
            while (!arrived.getAsBoolean()) {
                long left = (end - clock.nanos()) / 1_000_000;
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
