package stemma.core;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries events from whoever acts to whoever watches, and never lets a slow watcher hold up an
 * act: each watcher has a bounded queue that drops its oldest events and says how many it dropped.
 * Thread-safe.
 */
public final class Events {
    public static final int QUEUE_EVENTS_MAX = 4_096;
    /** One call of {@link Watcher#poll} waits at most this long. */
    public static final long WAIT_MILLIS_MAX = 60 * 60 * 1000L;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    /** Hands the event to every watcher; returns at once. */
    public void publish(Event event) {
        for (Watcher watcher : watchers) {
            watcher.offer(event);
        }
    }

    public boolean watched() {
        return !watchers.isEmpty();
    }

    /** Starts to watch; the watcher sees what is published from now on, until it is closed. */
    public Watcher watch() {
        Watcher watcher = new Watcher();
        watchers.add(watcher);
        return watcher;
    }

    /** One watcher's queue. Read by one thread, filled by any. */
    public final class Watcher implements AutoCloseable {
        private final ArrayDeque<Event> queue = new ArrayDeque<>();
        private long dropped;

        private Watcher() {}

        private synchronized void offer(Event event) {
            if (queue.size() == QUEUE_EVENTS_MAX) {
                queue.removeFirst();
                dropped++;
            }
            queue.addLast(event);
            notifyAll();
        }

        /** The next event, or empty when none came within the time. */
        public synchronized Optional<Event> poll(long waitMillis) throws InterruptedException {
            long end = System.nanoTime() + Math.min(waitMillis, WAIT_MILLIS_MAX) * 1_000_000;
            while (queue.isEmpty()) {
                long leftMillis = (end - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0) {
                    return Optional.empty();
                }
                wait(leftMillis);
            }
            return Optional.of(queue.removeFirst());
        }

        /** How many events were dropped since the last call, because this watcher was slow. */
        public synchronized long takeDropped() {
            long taken = dropped;
            dropped = 0;
            return taken;
        }

        @Override
        public void close() {
            watchers.remove(this);
        }
    }
}
