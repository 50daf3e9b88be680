package stemma.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps deadlines by interrupting the threads of acts that overrun, and stops acts on request.
 *
 * <p>A performer runs on its caller's thread, because a thread of its own would cost ten times what
 * the rest of the gate does. One daemon thread looks at all running acts every {@link #TICK}; an act
 * that ends in time costs two operations on a concurrent set. A {@link Watch} is interrupted at most
 * once, and never after it was closed: both happen under its lock, so an interrupt meant for an act
 * cannot hit whatever its thread does next.
 */
final class Watchdog implements AutoCloseable {
    static final Duration TICK = Duration.ofMillis(10);

    /** Why a running act was interrupted. */
    enum Stop {
        NONE,
        DEADLINE,
        CANCELLED
    }

    private final Set<Watch> running = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;

    Watchdog(Clock clock) {
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("stemma-watchdog").start(this::keepDeadlines);
    }

    Watch watch(ActId id, long deadlineNanos) {
        Watch watch = new Watch(id, deadlineNanos, Thread.currentThread());
        running.add(watch);
        return watch;
    }

    /** Stops one running act; false when no such act runs. */
    boolean cancel(ActId id) {
        boolean found = false;
        for (Watch watch : running) {
            if (watch.id.equals(id)) {
                watch.stop(Stop.CANCELLED);
                found = true;
            }
        }
        return found;
    }

    void cancelAll() {
        running.forEach(watch -> watch.stop(Stop.CANCELLED));
    }

    private void keepDeadlines() {
        while (!closed) {
            long now = clock.nanos();
            for (Watch watch : running) {
                if (now - watch.deadlineNanos >= 0) {
                    watch.stop(Stop.DEADLINE);
                }
            }
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException e) {
                return; // close() wakes the sleeper; there is nothing left to keep
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** One running act. Closed by the thread that runs it. */
    final class Watch implements AutoCloseable {
        private final ActId id;
        private final long deadlineNanos;
        private final Thread caller;
        private Stop stop = Stop.NONE;
        private boolean ended;

        private Watch(ActId id, long deadlineNanos, Thread caller) {
            this.id = id;
            this.deadlineNanos = deadlineNanos;
            this.caller = caller;
        }

        private synchronized void stop(Stop why) {
            if (!ended && stop == Stop.NONE) {
                stop = why;
                caller.interrupt();
            }
        }

        /** Ends the watch and takes back an interrupt that came from it; says why there was one. */
        synchronized Stop end() {
            if (!ended) {
                ended = true;
                running.remove(this);
                if (stop != Stop.NONE) {
                    Thread.interrupted();
                }
            }
            return stop;
        }

        @Override
        public void close() {
            end();
        }
    }
}
