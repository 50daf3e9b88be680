package stemma.core;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps deadlines by interrupting the threads of acts that overrun, and stops acts on request.
 *
 * <p>A performer runs on its caller's thread, because a thread of its own would cost ten times what
 * the rest of the gate does. One daemon thread looks at all running acts every {@link #TICK}; an act
 * that ends in time costs two operations on a concurrent map. A {@link Watch} is interrupted at most
 * once, and never after it ended: both happen under its lock, so an interrupt meant for an act cannot
 * hit whatever its thread does next.
 *
 * <p>A thread has one interrupt flag, but may have several masters: whoever started it, and the acts
 * that it performs inside each other. An ending watch takes back its own interrupt, and gives the
 * flag again to those who still claim it.
 */
final class Watchdog implements AutoCloseable {
    static final Duration TICK = Duration.ofMillis(10);

    /** Why a running act was interrupted. */
    enum Stop {
        NONE,
        DEADLINE,
        CANCELLED
    }

    private final ConcurrentMap<ActId, Watch> running = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Threads threads;
    private final Thread thread;

    Watchdog(Clock clock, Threads threads) {
        this.clock = clock;
        this.threads = threads;
        this.thread = threads.thread("stemma-watchdog", this::keepDeadlines);
    }

    /** Begins to keep deadlines, until it is closed. */
    void start() {
        threads.start(thread);
    }

    Watch watch(ActId id, long deadlineNanos) {
        Watch watch = new Watch(id, deadlineNanos, Thread.currentThread());
        running.put(id, watch);
        return watch;
    }

    /** Stops one running act; false when none runs that was not stopped before. */
    boolean cancel(ActId id) {
        Watch watch = running.get(id);
        return watch != null && watch.stop(Stop.CANCELLED);
    }

    void cancelAll() {
        running.values().forEach(watch -> watch.stop(Stop.CANCELLED));
    }

    private void keepDeadlines() {
        while (!Thread.currentThread().isInterrupted()) {
            long now = clock.nanos();
            for (Watch watch : running.values()) {
                if (now - watch.deadlineNanos >= 0) {
                    watch.stop(Stop.DEADLINE);
                }
            }
            threads.rest(TICK.toNanos()); // close() interrupts, which ends the rest and the loop
        }
    }

    /** Whether an act that this thread performs around the ended one was stopped, too. */
    private boolean claims(Thread caller) {
        return running.values().stream().anyMatch(watch -> watch.caller.equals(caller) && watch.stopped());
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** One running act. Ended by the thread that runs it. */
    final class Watch {
        private final ActId id;
        private final long deadlineNanos;
        private final Thread caller;
        private final boolean interruptedBefore;
        private Stop stop = Stop.NONE;
        private boolean ended;

        private Watch(ActId id, long deadlineNanos, Thread caller) {
            this.id = id;
            this.deadlineNanos = deadlineNanos;
            this.caller = caller;
            this.interruptedBefore = caller.isInterrupted();
        }

        private synchronized boolean stop(Stop why) {
            if (ended || stop != Stop.NONE) {
                return false;
            }
            stop = why;
            caller.interrupt();
            return true;
        }

        private synchronized boolean stopped() {
            return stop != Stop.NONE;
        }

        /** Ends the watch and takes back an interrupt that came from it; says why there was one. */
        Stop end() {
            Stop why = ended();
            if (why != Stop.NONE && (interruptedBefore || claims(caller))) {
                caller.interrupt();
            }
            return why;
        }

        private synchronized Stop ended() {
            if (ended) {
                return Stop.NONE;
            }
            ended = true;
            running.remove(id, this);
            if (stop != Stop.NONE) {
                Thread.interrupted();
            }
            return stop;
        }
    }
}
