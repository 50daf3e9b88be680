package stemma.core;

import java.util.concurrent.locks.LockSupport;

/**
 * How the node's own threads begin, rest and rouse each other, injected: under a simulation one seed
 * decides who runs, and every order of steps can be had again. Nothing here is called by a thread that
 * has work to do. Implementations are thread-safe.
 */
public interface Threads {
    /** A daemon thread of the platform that has not begun. */
    Thread thread(String name, Runnable body);

    /** Lets a thread begin. */
    void start(Thread thread);

    /** Rests until the calling thread is roused or interrupted, or was already; may return for no reason. */
    void rest();

    /** The same, for at most so many nanoseconds. */
    void rest(long nanosMax);

    /** Ends the thread's rest, or its next one when it does not rest now. */
    void rouse(Thread thread);

    /** Returns once the thread has ended; an interrupt is kept for the caller, not obeyed. */
    void join(Thread thread);

    /** The machine's own threads. */
    static Threads system() {
        return new Threads() {
            @Override
            public Thread thread(String name, Runnable body) {
                return Thread.ofPlatform().name(name).daemon().unstarted(body);
            }

            @Override
            public void start(Thread thread) {
                thread.start();
            }

            @Override
            public void rest() {
                LockSupport.park(this);
            }

            @Override
            public void rest(long nanosMax) {
                LockSupport.parkNanos(this, nanosMax);
            }

            @Override
            public void rouse(Thread thread) {
                LockSupport.unpark(thread);
            }

            @Override
            public void join(Thread thread) {
                boolean interrupted = false;
                while (thread.isAlive()) {
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
