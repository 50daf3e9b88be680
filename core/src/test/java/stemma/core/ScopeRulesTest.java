package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may do what to a scope, and when. */
@Timeout(60)
class ScopeRulesTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final WatchedForks forks = new WatchedForks();

    @AfterEach
    void noThreadIsLeft() {
        assertThat(forks.threads()).noneMatch(Thread::isAlive);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void closeIsRepeatableAndEndsTheScope() throws Exception {
        Scope unjoined = Scope.open("unjoined", LONG);
        unjoined.close();
        unjoined.close();
        refuses("scope unjoined refuses: it is joined or closed", () -> unjoined.fork(() -> 1));
        refuses("scope unjoined refuses: it is joined, interrupted or closed", unjoined::join);

        Scope joined = Scope.open("joined", LONG);
        Fork<Integer> fork = joined.fork(forks.seen(() -> 5));
        joined.join();
        refuses("scope joined refuses: it is joined or closed", () -> joined.fork(() -> 1));
        refuses("scope joined refuses: it is joined, interrupted or closed", joined::join);
        joined.close();
        assertThat(fork.value()).isEqualTo(5);
        assertThat(WatchedForks.fromStranger(() -> {
                    throw new IOException("read " + fork.value());
                }))
                .hasMessage("read 5");
    }

    @Test
    void aClosedScopeThatFailedStaysClosed() throws Exception {
        Scope scope = Scope.open("failed", LONG);
        scope.fork(forks.seen(() -> {
            throw new IOException("broken");
        }));
        assertThatThrownBy(scope::join).isInstanceOf(ScopeFailed.class);
        scope.close();
        refuses("scope failed refuses: it is joined, interrupted or closed", scope::join);
        refuses("scope failed refuses: it is joined or closed", () -> scope.fork(() -> 1));
        assertThat(WatchedForks.fromStranger(() -> scope.fork(() -> 1))).hasMessageContaining("only its owner");
    }

    @Test
    void aValueNeedsAJoin() throws Exception {
        try (Scope scope = Scope.open("early", LONG)) {
            Fork<Integer> fork = scope.fork(forks.seen(() -> 3));
            forks.first().join();
            refuses("fork 0 of scope early has a value only after join() has returned", fork::value);
            scope.join();
            assertThat(fork.value()).isEqualTo(3);
        }
    }

    @Test
    void onlyTheOwnerAndItsForksMayFork() throws Exception {
        try (Scope scope = Scope.open("family", LONG)) {
            assertThat(WatchedForks.fromStranger(() -> scope.fork(() -> 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("scope family refuses: only its owner and its forks may fork");
            AtomicReference<Fork<Integer>> inner = new AtomicReference<>();
            scope.fork(forks.seen(() -> {
                inner.set(scope.fork(forks.seen(() -> 9)));
                return true;
            }));
            scope.join();
            assertThat(inner.get().value()).isEqualTo(9);
        }
    }

    @Test
    void onlyTheOwnerMayJoinAndClose() throws Exception {
        try (Scope scope = Scope.open("mine", LONG)) {
            assertThat(WatchedForks.fromStranger(() -> {
                        scope.join();
                        return true;
                    }))
                    .hasMessage("scope mine refuses: only its owner may join");
            assertThat(WatchedForks.fromStranger(Executors.callable(scope::close)))
                    .hasMessage("scope mine refuses: only its owner may close");
            scope.join();
        }
    }

    @Test
    void aForkOfACancelledScopeIsNotStarted() throws Exception {
        try (Scope scope = Scope.open("late", LONG)) {
            scope.fork(forks.seen(() -> {
                throw new IOException("broken");
            }));
            assertThatThrownBy(scope::join).isInstanceOf(ScopeFailed.class);
            scope.fork(forks.seen(() -> true));
            assertThatThrownBy(scope::join).isInstanceOf(ScopeFailed.class);
        }
        assertThat(forks.threads()).hasSize(1);
    }

    @Test
    void forksAsManyAsTheLimitAndNoMore() throws Exception {
        try (Scope scope = Scope.open("many", LONG)) {
            for (int i = 0; i < Scope.FORKS_MAX; i++) {
                scope.fork(forks.seen(() -> true));
            }
            refuses("scope many refuses: it has 1024 forks already", () -> scope.fork(() -> true));
            scope.join();
        }
        assertThat(forks.threads()).hasSize(Scope.FORKS_MAX);
    }

    private static void refuses(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }
}
