package stemma.mind;

import java.util.Optional;

/** The thread that works on one goal, while one does. Thread-safe. */
final class GoalWorker {
    private Optional<Thread> thread = Optional.empty();

    synchronized void start(String name, Runnable work) {
        thread = Optional.of(Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } finally {
                ended();
            }
        }));
    }

    /** A thread that is on its way out may have been followed by another already. */
    private synchronized void ended() {
        thread = thread.filter(t -> !t.equals(Thread.currentThread()));
        notifyAll();
    }

    /** Interrupts the work and waits until it has ended, at most that long. */
    synchronized void interrupt(long waitMillis) throws InterruptedException {
        thread.ifPresent(Thread::interrupt);
        long end = System.nanoTime() + waitMillis * 1_000_000;
        while (thread.filter(t -> !t.equals(Thread.currentThread())).isPresent()) {
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return;
            }
            wait(leftMillis);
        }
    }
}
