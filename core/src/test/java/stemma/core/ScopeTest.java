package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScopeTest {

    /** Longer than any test may take; a test that needs it to pass hangs and fails. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<Thread> started = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void noThreadIsLeft() {
        assertThat(started).noneMatch(Thread::isAlive);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void joinsForksAndGivesTheirValues() throws Exception {
        CountDownLatch bothRun = new CountDownLatch(2);
        try (Scope scope = Scope.open("sum", LONG)) {
            Fork<Integer> one = scope.fork(seen(() -> meet(bothRun, 1)));
            Fork<String> two = scope.fork(seen(() -> meet(bothRun, "two")));
            scope.join();
            assertThat(one.value()).isEqualTo(1);
            assertThat(two.value()).isEqualTo("two");
            assertThat(one.index()).isZero();
            assertThat(two.index()).isEqualTo(1);
            assertThat(scope.name()).isEqualTo("sum");
        }
        assertThat(started).hasSize(2).allMatch(Thread::isVirtual);
        assertThat(started).extracting(Thread::getName).containsExactlyInAnyOrder("sum-0", "sum-1");
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
            Fork<Boolean> cancelled = scope.fork(seen(() -> awaitForEver(waiting, sibling)));
            scope.fork(seen(() -> {
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
                scope.fork(seen(() -> {
                    awaitInterrupt(waiting);
                    throw later;
                }));
                scope.fork(seen(() -> {
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
            scope.fork(seen(() -> {
                throw new StackOverflowError();
            }));
            assertThatThrownBy(scope::join).hasCauseInstanceOf(StackOverflowError.class);
        }
        try (Scope scope = Scope.open("null", LONG)) {
            scope.fork(seen(ScopeTest::nothing));
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
            scope.fork(seen(() -> awaitForEver(waiting, first)));
            scope.fork(seen(() -> awaitForEver(waiting, second)));
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
                scope.fork(seen(() -> awaitForEver(new CountDownLatch(1), new AtomicReference<>())));
                assertThatThrownBy(scope::join).isInstanceOf(ScopeTimedOut.class);
            }
        }
        try (Scope scope = Scope.open("far", Duration.ofSeconds(Long.MAX_VALUE))) {
            Fork<Integer> fork = scope.fork(seen(() -> 7));
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
                scope.fork(seen(() -> awaitForEver(waiting, cancelled)));
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
            scope.fork(seen(() -> {
                awaitInterrupt(waiting);
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
            scope.fork(seen(() -> {
                awaitInterrupt(waiting);
                owner.interrupt();
                while (owner.isInterrupted()) {
                    Thread.onSpinWait();
                }
                return true;
            }));
            waiting.await();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(started).hasSize(1).noneMatch(Thread::isAlive);
    }

    @Test
    void closeIsRepeatableAndEndsTheScope() throws Exception {
        Scope unjoined = Scope.open("unjoined", LONG);
        unjoined.close();
        unjoined.close();
        refuses("scope unjoined refuses: it is joined or closed", () -> unjoined.fork(() -> 1));
        refuses("scope unjoined refuses: it is joined, interrupted or closed", unjoined::join);

        Scope joined = Scope.open("joined", LONG);
        Fork<Integer> fork = joined.fork(seen(() -> 5));
        joined.join();
        refuses("scope joined refuses: it is joined or closed", () -> joined.fork(() -> 1));
        refuses("scope joined refuses: it is joined, interrupted or closed", joined::join);
        joined.close();
        assertThat(fork.value()).isEqualTo(5);
        assertThat(fromStranger(() -> {
                    throw new IOException("read " + fork.value());
                }))
                .hasMessage("read 5");
    }

    @Test
    void aClosedScopeThatFailedStaysClosed() throws Exception {
        Scope scope = Scope.open("failed", LONG);
        scope.fork(seen(() -> {
            throw new IOException("broken");
        }));
        assertThatThrownBy(scope::join).isInstanceOf(ScopeFailed.class);
        scope.close();
        refuses("scope failed refuses: it is joined, interrupted or closed", scope::join);
        refuses("scope failed refuses: it is joined or closed", () -> scope.fork(() -> 1));
        assertThat(fromStranger(() -> scope.fork(() -> 1))).hasMessageContaining("only its owner");
    }

    @Test
    void aValueNeedsAJoin() throws Exception {
        try (Scope scope = Scope.open("early", LONG)) {
            Fork<Integer> fork = scope.fork(seen(() -> 3));
            started(1).join();
            refuses("fork 0 of scope early has a value only after join() has returned", fork::value);
            scope.join();
            assertThat(fork.value()).isEqualTo(3);
        }
    }

    @Test
    void onlyTheOwnerAndItsForksMayFork() throws Exception {
        try (Scope scope = Scope.open("family", LONG)) {
            assertThat(fromStranger(() -> scope.fork(() -> 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("scope family refuses: only its owner and its forks may fork");
            AtomicReference<Fork<Integer>> inner = new AtomicReference<>();
            scope.fork(seen(() -> {
                inner.set(scope.fork(seen(() -> 9)));
                return true;
            }));
            scope.join();
            assertThat(inner.get().value()).isEqualTo(9);
        }
    }

    @Test
    void onlyTheOwnerMayJoinAndClose() throws Exception {
        try (Scope scope = Scope.open("mine", LONG)) {
            assertThat(fromStranger(() -> {
                        scope.join();
                        return true;
                    }))
                    .hasMessage("scope mine refuses: only its owner may join");
            assertThat(fromStranger(Executors.callable(scope::close)))
                    .hasMessage("scope mine refuses: only its owner may close");
            scope.join();
        }
    }

    @Test
    void aForkOfACancelledScopeIsNotStarted() throws Exception {
        try (Scope scope = Scope.open("late", LONG)) {
            scope.fork(seen(() -> {
                throw new IOException("broken");
            }));
            assertThatThrownBy(scope::join).isInstanceOf(ScopeFailed.class);
            scope.fork(seen(() -> true));
            assertThatThrownBy(scope::join).isInstanceOf(ScopeFailed.class);
        }
        assertThat(started).hasSize(1);
    }

    @Test
    void forksAsManyAsTheLimitAndNoMore() throws Exception {
        try (Scope scope = Scope.open("many", LONG)) {
            for (int i = 0; i < Scope.FORKS_MAX; i++) {
                scope.fork(seen(() -> true));
            }
            refuses("scope many refuses: it has 1024 forks already", () -> scope.fork(() -> true));
            scope.join();
        }
        assertThat(started).hasSize(Scope.FORKS_MAX);
    }

    private <T> Callable<T> seen(Callable<T> work) {
        return () -> {
            started.add(Thread.currentThread());
            return work.call();
        };
    }

    /** Waits until the given number of forks has started, and returns the last. */
    private Thread started(int count) {
        while (started.size() < count) {
            Thread.onSpinWait();
        }
        return started.get(count - 1);
    }

    private boolean awaitForEver(CountDownLatch waiting, AtomicReference<Throwable> ended)
            throws InterruptedException {
        waiting.countDown();
        try {
            never.await();
            return true;
        } catch (InterruptedException e) {
            ended.set(e);
            throw e;
        }
    }

    /** Returns once interrupted, as a fork does that goes on after its cancellation. */
    private void awaitInterrupt(CountDownLatch waiting) {
        waiting.countDown();
        try {
            never.await();
        } catch (InterruptedException e) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
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

    private static void refuses(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    private static Throwable fromStranger(Callable<?> call) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("nothing was thrown"));
        Thread stranger = Thread.ofVirtual().start(() -> {
            try {
                call.call();
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        stranger.join();
        return thrown.get();
    }
}
