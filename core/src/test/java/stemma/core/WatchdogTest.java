package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchdogTest {
    private static final ActId OUTER = new ActId(1, 1);
    private static final ActId INNER = new ActId(1, 2);

    private final TestClock clock = new TestClock();
    private final Watchdog watchdog = new Watchdog(clock, Threads.system());

    @BeforeEach
    void start() {
        watchdog.start();
    }

    @AfterEach
    void close() {
        watchdog.close();
        assertThat(Thread.interrupted()).isFalse();
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void interruptsAtTheDeadline() {
        Watchdog.Watch watch = watchdog.watch(OUTER, 5_000_000);
        clock.advance(5);
        awaitInterrupt();
        assertThat(watch.end()).isEqualTo(Watchdog.Stop.DEADLINE);
        assertThat(watch.end()).isEqualTo(Watchdog.Stop.NONE);
    }

    @Test
    void leavesAloneWhatEndsInTime() throws Exception {
        Watchdog.Watch watch = watchdog.watch(OUTER, 5_000_000);
        clock.advance(4);
        Watchdog.Watch marker = watchdog.watch(INNER, 4_000_000);
        awaitInterrupt();
        assertThat(marker.end()).isEqualTo(Watchdog.Stop.DEADLINE);
        assertThat(watch.end()).isEqualTo(Watchdog.Stop.NONE);
        clock.advance(4);
        assertThat(watchdog.cancel(OUTER)).isFalse();
    }

    @Test
    void takesBackAnInterruptThatCameTooLate() {
        Watchdog.Watch watch = watchdog.watch(OUTER, Long.MAX_VALUE);
        assertThat(watchdog.cancel(INNER)).isFalse();
        assertThat(watchdog.cancel(OUTER)).isTrue();
        assertThat(watchdog.cancel(OUTER)).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(watch.end()).isEqualTo(Watchdog.Stop.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(watchdog.cancel(OUTER)).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void givesBackWhatTheCallerBrought() {
        Thread.currentThread().interrupt();
        Watchdog.Watch watch = watchdog.watch(OUTER, Long.MAX_VALUE);
        watchdog.cancelAll();
        assertThat(watch.end()).isEqualTo(Watchdog.Stop.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** An act inside another: ending the inner one must not swallow the order to stop the outer one. */
    @Test
    void leavesTheOuterActItsInterrupt() {
        Watchdog.Watch outer = watchdog.watch(OUTER, Long.MAX_VALUE);
        Watchdog.Watch inner = watchdog.watch(INNER, Long.MAX_VALUE);
        watchdog.cancelAll();
        awaitInterrupt();
        assertThat(inner.end()).isEqualTo(Watchdog.Stop.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(outer.end()).isEqualTo(Watchdog.Stop.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInnerStopIsNotTheOuterOnes() throws Exception {
        Watchdog.Watch outer = watchdog.watch(OUTER, Long.MAX_VALUE);
        Watchdog.Watch inner = watchdog.watch(INNER, Long.MAX_VALUE);
        CountDownLatch running = new CountDownLatch(1);
        Thread other = Thread.ofVirtual().start(() -> {
            Watchdog.Watch strange = watchdog.watch(new ActId(1, 3), Long.MAX_VALUE);
            watchdog.cancel(new ActId(1, 3));
            running.countDown();
            awaitInterrupt();
            strange.end();
        });
        running.await();
        watchdog.cancel(INNER);
        assertThat(inner.end()).isEqualTo(Watchdog.Stop.CANCELLED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(outer.end()).isEqualTo(Watchdog.Stop.NONE);
        other.join();
    }

    @Test
    void aClosedWatchdogKeepsNoDeadlineAndNoThread() throws Exception {
        Set<Thread> before = watchdogs();
        Watchdog other = new Watchdog(clock, Threads.system());
        other.start();
        Set<Thread> started = watchdogs();
        started.removeAll(before);
        assertThat(started).hasSize(1);
        other.close();
        for (Thread thread : started) {
            thread.join();
        }
        Watchdog.Watch watch = other.watch(OUTER, 0);
        assertThat(watch.end()).isEqualTo(Watchdog.Stop.NONE);
    }

    private static Set<Thread> watchdogs() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("stemma-watchdog"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Whoever stops in the very moment of the end: no interrupt is left over for what comes next. */
    @Test
    void noInterruptLeaksPastTheEnd() throws Exception {
        Random random = new Random(41);
        AtomicBoolean over = new AtomicBoolean();
        Thread stopper = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                watchdog.cancelAll();
            }
        });
        int stopped = 0;
        for (int i = 0; i < 20_000; i++) {
            Watchdog.Watch watch = watchdog.watch(new ActId(1, i + 1), Long.MAX_VALUE);
            for (int spin = random.nextInt(50); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            Watchdog.Stop stop = watch.end();
            stopped += stop == Watchdog.Stop.CANCELLED ? 1 : 0;
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        over.set(true);
        stopper.join();
        assertThat(stopped).isPositive();
    }
}
