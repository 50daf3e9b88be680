package stemma.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Structured concurrency: work that is split over threads ends where it began. The JDK's own
 * structured scopes are a preview in this release, and what the house needs of them is small.
 *
 * <pre>{@code
 *   open ──┬──────────── join ── value ── close         a scope is a block of the owner's code
 *          ├─ fork 0 ─────┤                             every fork is one virtual thread
 *          └─ fork 1 ───┤                               that has ended when close returns
 *
 *   try (var scope = Scope.open("survey", Duration.ofSeconds(5))) {
 *       Fork<Long> lines = scope.fork(() -> count(folder));
 *       Fork<String> head = scope.fork(() -> head(repository));
 *       scope.join();
 *       return new Summary(lines.value(), head.value());
 *   }
 * }</pre>
 *
 * <p>Three promises follow from the block. <b>All or nothing</b>: {@code join} returns only when every
 * fork succeeded; the first failure, the deadline, or an interrupt of the owner cancels the rest, and
 * is what {@code join} throws. <b>No orphan</b>: {@code close} interrupts what still runs and waits,
 * however long, until each thread has ended; a fork that ignores its interrupt therefore holds its
 * owner, where the fault is seen, rather than running on unseen. <b>No stranger</b>: only the owner
 * and the forks themselves may fork, so the tree of threads is the tree of blocks.
 *
 * <p>{@code join} throws at once and leaves the waiting to {@code close}, so that a handler between
 * the two can end work that an interrupt does not reach, by closing its channel for instance. The
 * deadline is real elapsed time, because threads wait in no other; it is kept while the owner joins.
 *
 * <p>One lock guards all state. A fork's thread starts under it, so cancelling never misses a thread.
 *
 * <p>References: JEP 505, Structured Concurrency; N. J. Smith, "Notes on structured concurrency".
 */
public final class Scope implements AutoCloseable {

    /** The most forks of one scope in its life. */
    public static final int FORKS_MAX = 1_024;

    private enum State {
        OPEN,
        JOINED,
        CANCELLED,
        CLOSED
    }

    private final String name;
    private final Duration deadline;
    private final long openedNanos = System.nanoTime();
    private final Thread owner = Thread.currentThread();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final List<Thread> threads = new ArrayList<>();
    private State state = State.OPEN;
    private int forks;
    private int running;
    private Optional<RuntimeException> failure = Optional.empty();

    private Scope(String name, Duration deadline) {
        this.name = name;
        this.deadline = deadline;
    }

    /**
     * Opens a scope that the current thread owns and must close.
     *
     * @param name what a person reads in thread names and errors
     * @param deadline how long from now {@link #join()} waits at most; none is left when not positive
     */
    public static Scope open(String name, Duration deadline) {
        return new Scope(name, deadline);
    }

    /**
     * Runs tasks on at most {@code widthMax} threads and returns their values in the order of the
     * tasks, under the rules of {@link #join()}.
     *
     * @throws IllegalArgumentException unless {@code widthMax} is from 1 to {@link #FORKS_MAX}
     */
    public static <T> List<T> parallel(
            String name, int widthMax, List<? extends Callable<? extends T>> tasks, Duration deadline)
            throws InterruptedException {
        if (widthMax < 1 || widthMax > FORKS_MAX) {
            throw new IllegalArgumentException(
                    "widthMax of scope " + name + " is from 1 to " + FORKS_MAX + ", not " + widthMax);
        }
        ScopeBatch<T> batch = new ScopeBatch<>(List.copyOf(tasks));
        try (Scope scope = open(name, deadline)) {
            for (int i = 0; i < Math.min(widthMax, tasks.size()); i++) {
                scope.fork(batch);
            }
            scope.join();
        }
        return batch.values();
    }

    /** The name given at opening. */
    public String name() {
        return name;
    }

    /**
     * Starts work on a new virtual thread; in a cancelled scope it is not started. The work returns a
     * value, never null, and ends soon after its thread is interrupted.
     *
     * @throws IllegalStateException from a thread that is neither the owner nor a fork, after join or
     *     close, or past {@link #FORKS_MAX}
     */
    public <T> Fork<T> fork(Callable<? extends T> work) {
        lock.lock();
        try {
            Thread caller = Thread.currentThread();
            require(caller.equals(owner) || threads.contains(caller), "only its owner and its forks may fork");
            require(state == State.OPEN || state == State.CANCELLED, "it is joined or closed");
            require(forks < FORKS_MAX, "it has " + FORKS_MAX + " forks already");
            Fork<T> fork = new Fork<>(this, forks++);
            if (state == State.OPEN) {
                threads.add(Thread.ofVirtual().name(name + "-" + fork.index()).start(() -> run(fork, work)));
                running++;
            }
            return fork;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every fork has succeeded.
     *
     * @throws ScopeFailed when a fork failed; the others are cancelled
     * @throws ScopeTimedOut when the deadline passed first; all are cancelled
     * @throws InterruptedException when the owner was interrupted; all are cancelled
     * @throws IllegalStateException from another thread than the owner, or when it has returned or was
     *     interrupted before
     */
    public void join() throws InterruptedException {
        lock.lock();
        try {
            require(owner.equals(Thread.currentThread()), "only its owner may join");
            require(
                    state == State.OPEN || (state == State.CANCELLED && failure.isPresent()),
                    "it is joined, interrupted or closed");
            await();
            if (failure.isPresent()) {
                throw failure.get();
            }
            state = State.JOINED;
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Cancels what still runs and waits until every thread has ended; keeps the owner's interrupt. */
    @Override
    public void close() {
        lock.lock();
        try {
            require(owner.equals(Thread.currentThread()), "only its owner may close");
            if (state == State.OPEN) {
                cancel();
            }
        } finally {
            lock.unlock();
        }
        awaitEnd();
        lock.lock();
        try {
            if (state == State.CANCELLED) {
                state = State.CLOSED;
            }
        } finally {
            lock.unlock();
        }
    }

    boolean joined() {
        lock.lock();
        try {
            return state == State.JOINED;
        } finally {
            lock.unlock();
        }
    }

    private void await() throws InterruptedException {
        long allNanos = Math.max(0, TimeUnit.NANOSECONDS.convert(deadline));
        while (running > 0 && failure.isEmpty()) {
            long leftNanos = allNanos - (System.nanoTime() - openedNanos);
            if (leftNanos <= 0) {
                fail(new ScopeTimedOut("scope " + name + " passed its deadline of " + deadline + " with " + running
                        + " of " + forks + " forks running"));
            } else {
                changed.awaitNanos(leftNanos);
            }
        }
    }

    private <T> void run(Fork<T> fork, Callable<? extends T> work) {
        Optional<Throwable> thrown = Optional.empty();
        try {
            fork.succeed(
                    Objects.requireNonNull(work.call(), () -> "the work of fork " + fork.index() + " returned null"));
        } catch (Throwable t) {
            thrown = Optional.of(t);
        }
        lock.lock();
        try {
            thrown.ifPresent(t -> failed(fork.index(), t));
            running--;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void failed(int index, Throwable thrown) {
        if (state == State.OPEN) {
            fail(new ScopeFailed("fork " + index + " of scope " + name + " failed: " + thrown, thrown));
        } else if (!(thrown instanceof InterruptedException)) {
            failure.ifPresent(first -> first.addSuppressed(thrown));
        }
    }

    private void fail(RuntimeException first) {
        failure = Optional.of(first);
        cancel();
    }

    private void cancel() {
        state = State.CANCELLED;
        threads.forEach(Thread::interrupt);
    }

    private void require(boolean allowed, String reason) {
        if (!allowed) {
            throw new IllegalStateException("scope " + name + " refuses: " + reason);
        }
    }

    /** Waits for all threads; none is added any more. */
    private void awaitEnd() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
