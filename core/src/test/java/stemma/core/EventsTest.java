package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventsTest {
    private final Events events = new Events();

    private static Event event(int i) {
        return new Event("t", "s" + i, Scribe.NO_EVIDENCE);
    }

    @Test
    void everyWatcherSeesWhatComesAfterItBeganAndBeforeItCloses() throws Exception {
        assertThat(events.watched()).isFalse();
        events.publish(event(0));
        Events.Watcher first = events.watch();
        events.publish(event(1));
        try (Events.Watcher second = events.watch()) {
            assertThat(events.watched()).isTrue();
            events.publish(event(2));
            assertThat(second.poll(0)).contains(event(2));
            assertThat(second.poll(0)).isEmpty();
        }
        first.close();
        events.publish(event(3));
        assertThat(first.poll(0)).contains(event(1));
        assertThat(first.poll(0)).contains(event(2));
        assertThat(first.poll(1)).isEmpty();
        assertThat(first.poll(-1)).isEmpty();
        assertThat(events.watched()).isFalse();
    }

    @Test
    void aSlowWatcherLosesTheOldestAndIsToldHowMany() throws Exception {
        Events.Watcher watcher = events.watch();
        for (int i = 0; i < Events.QUEUE_EVENTS_MAX; i++) {
            events.publish(event(i));
        }
        assertThat(watcher.takeDropped()).isZero();
        events.publish(event(Events.QUEUE_EVENTS_MAX));
        events.publish(event(Events.QUEUE_EVENTS_MAX + 1));
        assertThat(watcher.takeDropped()).isEqualTo(2);
        assertThat(watcher.takeDropped()).isZero();
        assertThat(watcher.poll(0)).contains(event(2));
    }

    /** However long it would wait, it wakes for an event. */
    @Test
    void aWaitingWatcherIsWoken() throws Exception {
        Events.Watcher watcher = events.watch();
        AtomicReference<Optional<Event>> seen = new AtomicReference<>(Optional.empty());
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                seen.set(watcher.poll(Long.MAX_VALUE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            done.countDown();
        });
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        events.publish(event(5));
        done.await();
        assertThat(seen.get()).contains(event(5));
    }

    @Test
    void anEventHasATopic() {
        assertThatThrownBy(() -> new Event("", "s", Scribe.NO_EVIDENCE)).hasMessage("an event has a topic");
    }
}
