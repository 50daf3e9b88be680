package stemma.ledger;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import stemma.core.Threads;

/**
 * Threads waiting for an index to become durable: a stack that anybody pushes on with one
 * compare-and-set and the committer takes whole. No lock is handed from one waiter to the next.
 */
final class Waiters {
    private final AtomicReference<@Nullable Waiter> top = new AtomicReference<>();
    private final Threads threads;

    Waiters(Threads threads) {
        this.threads = threads;
    }

    /** One waiting thread; woken once the durable count is above its index. */
    static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private final long index;
        private @Nullable Waiter below;

        Waiter(long index) {
            this.index = index;
        }
    }

    void push(Waiter waiter) {
        Waiter seen;
        do {
            seen = top.get();
            waiter.below = seen;
        } while (!top.compareAndSet(seen, waiter));
    }

    /** Wakes everybody whose index is below the count; the others stay. */
    void wake(long durable) {
        Waiter waiter = top.getAndSet(null);
        while (waiter != null) {
            Waiter next = waiter.below;
            if (waiter.index < durable) {
                threads.rouse(waiter.thread);
            } else {
                push(waiter);
            }
            waiter = next;
        }
    }
}
