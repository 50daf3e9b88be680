package stemma.mind;

import java.util.Optional;
import stemma.core.Event;
import stemma.core.Events;

/**
 * Looks after goals that wait for an answer: whenever an approval changes, and in any case every
 * {@value #POLL_MILLIS} ms, because an approval that expires says nothing.
 */
final class GoalKeeper implements AutoCloseable {
    static final long POLL_MILLIS = 2_000;

    private final Events events;
    private final Runnable look;
    private Optional<Thread> thread = Optional.empty();

    GoalKeeper(Events events, Runnable look) {
        this.events = events;
        this.look = look;
    }

    synchronized void start() {
        Events.Watcher watcher = events.watch();
        thread = Optional.of(Thread.ofVirtual().name("goal-keeper").start(() -> keep(watcher)));
    }

    private void keep(Events.Watcher watcher) {
        try (watcher) {
            long lastNanos = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                Optional<Event> event = watcher.poll(POLL_MILLIS);
                boolean approval = event.isPresent() && event.get().topic().equals("approval");
                boolean due = event.isEmpty() || System.nanoTime() - lastNanos >= POLL_MILLIS * 1_000_000;
                if (approval || due) {
                    look.run();
                    lastNanos = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
