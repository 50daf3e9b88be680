package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScopeTest {

    /** Longer than any test may take; a test that needs it to pass hangs and fails. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private final WatchedForks forks = new WatchedForks();

    @AfterEach
    void noThreadIsLeft() {
        assertThat(forks.threads()).noneMatch(Thread::isAlive);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void joinsForksAndGivesTheirValues() throws Exception {
        CountDownLatch bothRun = new CountDownLatch(2);
        try (Scope scope = Scope.open("sum", LONG)) {
            Fork<Integer> one = scope.fork(forks.seen(() -> meet(bothRun, 1)));
            Fork<String> two = scope.fork(forks.seen(() -> meet(bothRun, "two")));
            scope.join();
            assertThat(one.value()).isEqualTo(1);
            assertThat(two.value()).isEqualTo("two");
            assertThat(one.index()).isZero();
            assertThat(two.index()).isEqualTo(1);
            assertThat(scope.name()).isEqualTo("sum");
        }
        assertThat(forks.threads()).hasSize(2).allMatch(Thread::isVirtual);
        assertThat(forks.threads()).extracting(Thread::getName).containsExactlyInAnyOrder("sum-0", "sum-1");
    }

    @Test
    void joinsAnEmptyScopeEvenAfterItsDeadline() throws Exception {
        try (Scope scope = Scope.open("empty", Duration.ZERO)) {
            scope.join();
        }
    }

    @Test
    void theFirstFailureCancelsTheOthers() throws Exception {
        IOException cause = new IOException("no such file");
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Throwable> sibling = new AtomicReference<>();
        try (Scope scope = Scope.open("read", LONG)) {
            Fork<Boolean> cancelled = scope.fork(forks.seen(() -> forks.awaitForEver(waiting, sibling)));
            scope.fork(forks.seen(() -> {
                waiting.await();
                throw cause;
            }));
            assertThatThrownBy(scope::join)
                    .isInstanceOf(ScopeFailed.class)
                    .hasMessage("fork 1 of scope read failed: java.io.IOException: no such file")
                    .hasCause(cause)
                    .hasNoSuppressedExceptions();
            assertThatThrownBy(cancelled::value).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(scope::join).isInstanceOf(ScopeFailed.class);
        }
        assertThat(sibling.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void keepsWhatOtherForksThrewAfterTheFirst() {
        IllegalStateException later = new IllegalStateException("broken while cancelled");
        CountDownLatch waiting = new CountDownLatch(1);
        Throwable thrown = catchThrowable(() -> {
            try (Scope scope = Scope.open("two", LONG)) {
                scope.fork(forks.seen(() -> {
                    forks.awaitInterrupt(waiting);
                    throw later;
                }));
                scope.fork(forks.seen(() -> {
                    waiting.await();
                    throw new IOException("first");
                }));
                scope.join();
            }
        });
        assertThat(thrown).isInstanceOf(ScopeFailed.class).hasMessageContaining("first");
        assertThat(thrown.getSuppressed()).containsExactly(later);
    }

    @Test
    void anErrorAndAMissingValueAreFailuresToo() throws Exception {
        try (Scope scope = Scope.open("error", LONG)) {
            scope.fork(forks.seen(() -> {
                throw new StackOverflowError();
            }));
            assertThatThrownBy(scope::join).hasCauseInstanceOf(StackOverflowError.class);
        }
        try (Scope scope = Scope.open("null", LONG)) {
            scope.fork(forks.seen(ScopeTest::nothing));
            assertThatThrownBy(scope::join)
                    .isInstanceOf(ScopeFailed.class)
                    .hasMessageContaining("the work of fork 0 returned null");
        }
    }

    @Test
    void theDeadlineCancelsEverything() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        AtomicReference<Throwable> first = new AtomicReference<>();
        AtomicReference<Throwable> second = new AtomicReference<>();
        try (Scope scope = Scope.open("slow", Duration.ofMillis(30))) {
            scope.fork(forks.seen(() -> forks.awaitForEver(waiting, first)));
            scope.fork(forks.seen(() -> forks.awaitForEver(waiting, second)));
            waiting.await();
            assertThatThrownBy(scope::join)
                    .isInstanceOf(ScopeTimedOut.class)
                    .hasMessage("scope slow passed its deadline of PT0.03S with 2 of 2 forks running");
        }
        assertThat(first.get()).isInstanceOf(InterruptedException.class);
        assertThat(second.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aDeadlineThatHasPassedOrIsVeryFarNeedsNoSpecialCase() throws Exception {
        for (Duration past : List.of(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
            try (Scope scope = Scope.open("past", past)) {
                scope.fork(forks.seen(() -> forks.awaitForEver(new CountDownLatch(1), new AtomicReference<>())));
                assertThatThrownBy(scope::join).isInstanceOf(ScopeTimedOut.class);
            }
        }
        try (Scope scope = Scope.open("far", Duration.ofSeconds(Long.MAX_VALUE))) {
            Fork<Integer> fork = scope.fork(forks.seen(() -> 7));
            scope.join();
            assertThat(fork.value()).isEqualTo(7);
        }
    }

    @Test
    void anInterruptOfTheOwnerCancelsEverything() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Throwable> cancelled = new AtomicReference<>();
        AtomicReference<Throwable> owner = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try (Scope scope = Scope.open("stopped", LONG)) {
                scope.fork(forks.seen(() -> forks.awaitForEver(waiting, cancelled)));
                try {
                    scope.join();
                } catch (InterruptedException e) {
                    owner.set(e);
                }
                assertThatThrownBy(scope::join).isInstanceOf(IllegalStateException.class);
            } catch (Throwable t) {
                owner.set(t);
            }
        });
        waiting.await();
        thread.interrupt();
        thread.join();
        assertThat(owner.get()).isInstanceOf(InterruptedException.class);
        assertThat(cancelled.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void closeCancelsAndWaitsForEveryThreadWithoutAJoin() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread helper = Thread.ofVirtual().unstarted(release::countDown);
        try (Scope scope = Scope.open("stubborn", LONG)) {
            scope.fork(forks.seen(() -> {
                forks.awaitInterrupt(waiting);
                helper.start();
                release.await();
                order.add("fork ended");
                return true;
            }));
            waiting.await();
        }
        order.add("close returned");
        helper.join();
        assertThat(order).containsExactly("fork ended", "close returned");
    }

    @Test
    void closeKeepsWaitingWhenInterruptedAndKeepsTheInterrupt() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Thread owner = Thread.currentThread();
        try (Scope scope = Scope.open("kept", LONG)) {
            scope.fork(forks.seen(() -> {
                forks.awaitInterrupt(waiting);
                owner.interrupt();
                while (owner.isInterrupted()) {
                    Thread.onSpinWait();
                }
                return true;
            }));
            waiting.await();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(forks.threads()).hasSize(1).noneMatch(Thread::isAlive);
    }

    private static <T> T meet(CountDownLatch all, T value) throws InterruptedException {
        all.countDown();
        all.await();
        return value;
    }

    @SuppressWarnings("NullAway") // what a caller outside the checks can do
    private static String nothing() {
        return null;
    }
}
