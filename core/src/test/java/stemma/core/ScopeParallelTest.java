package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScopeParallelTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void keepsTheOrderOfTheTasks() throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int value = i;
            tasks.add(() -> value);
        }
        List<Integer> expected = IntStream.range(0, 100).boxed().toList();
        assertThat(Scope.<Integer>parallel("order", 7, tasks, LONG)).isEqualTo(expected);
        assertThat(Scope.<Integer>parallel("one", 1, tasks, LONG)).isEqualTo(expected);
        assertThat(Scope.<Integer>parallel("wide", Scope.FORKS_MAX, tasks, LONG))
                .isEqualTo(expected);
        assertThat(Scope.<Integer>parallel("none", 3, List.of(), LONG)).isEmpty();
    }

    /** The barrier opens only for three at once, so fewer threads hang and more are counted. */
    @Test
    void isAsWideAsItSaysAndNoWider() throws Exception {
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger running = new AtomicInteger();
        Set<Integer> widths = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Callable<Boolean> task = () -> {
            threads.add(Thread.currentThread());
            widths.add(running.incrementAndGet());
            three.await();
            running.decrementAndGet();
            three.await();
            return true;
        };
        Scope.parallel("wide", 3, Collections.nCopies(12, task), LONG);
        assertThat(widths).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(threads).hasSize(3).noneMatch(Thread::isAlive);
    }

    @Test
    void startsNoMoreThreadsThanTasks() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Callable<Boolean> task = () -> threads.add(Thread.currentThread());
        Scope.parallel("few", 10, List.of(task, task), LONG);
        assertThat(threads).hasSizeBetween(1, 2);
    }

    @Test
    void aFailureStopsTheRest() {
        AtomicInteger done = new AtomicInteger();
        CountDownLatch spinning = new CountDownLatch(1);
        Callable<Boolean> failing = () -> {
            spinning.await();
            throw new IOException("broken");
        };
        Callable<Boolean> deaf = () -> {
            spinning.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return done.incrementAndGet() > 0;
        };
        Callable<Boolean> next = () -> done.incrementAndGet() > 0;
        assertThatThrownBy(() -> Scope.parallel("stop", 2, List.of(failing, deaf, next), LONG))
                .isInstanceOf(ScopeFailed.class)
                .hasRootCauseMessage("broken")
                .hasNoSuppressedExceptions();
        assertThat(done).hasValue(1);
    }

    @Test
    void keepsItsDeadline() {
        CountDownLatch never = new CountDownLatch(1);
        Callable<Boolean> task = () -> {
            never.await();
            return true;
        };
        assertThatThrownBy(() -> Scope.parallel("slow", 2, List.of(task, task), Duration.ofMillis(20)))
                .isInstanceOf(ScopeTimedOut.class);
    }

    @Test
    void boundsItsWidth() {
        List<Callable<Integer>> tasks = List.of(() -> 1);
        for (int bad : new int[] {0, -1, Scope.FORKS_MAX + 1}) {
            assertThatThrownBy(() -> Scope.parallel("wrong", bad, tasks, LONG))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("widthMax of scope wrong is from 1 to 1024, not " + bad);
        }
    }
}
