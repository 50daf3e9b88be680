package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Work for forks whose threads are remembered, so that a test can show that none is left. */
final class WatchedForks {

    private final List<Thread> started = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch firstStarted = new CountDownLatch(1);

    /** The threads in the order in which they started. */
    List<Thread> threads() {
        synchronized (started) {
            return List.copyOf(started);
        }
    }

    /** The first thread, once it has started. */
    Thread first() throws InterruptedException {
        firstStarted.await();
        return started.getFirst();
    }

    <T> Callable<T> seen(Callable<T> work) {
        return () -> {
            started.add(Thread.currentThread());
            firstStarted.countDown();
            return work.call();
        };
    }

    boolean awaitForEver(CountDownLatch waiting, AtomicReference<Throwable> ended) throws InterruptedException {
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
    void awaitInterrupt(CountDownLatch waiting) {
        waiting.countDown();
        try {
            never.await();
        } catch (InterruptedException e) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    static Throwable fromStranger(Callable<?> call) throws InterruptedException {
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
