package stemma.sandbox;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One box thread that waits for the next box, because starting a thread and taking its rights away costs as much as
 * starting a program. It has no mount table of its own yet, so it holds no disk of the host. Thread-safe.
 */
final class BoxThreads implements AutoCloseable {
    private final boolean root;
    private final AtomicReference<Optional<BoxThread>> spare = new AtomicReference<>(Optional.empty());

    BoxThreads(boolean root) {
        this.root = root;
    }

    BoxThread take() {
        return spare.getAndSet(Optional.empty()).orElseGet(() -> BoxThread.waiting(root));
    }

    /** Sees to it that one waits; for when nobody is in a hurry. */
    void refill() {
        if (spare.get().isEmpty()) {
            spare.getAndSet(Optional.of(BoxThread.waiting(root))).ifPresent(BoxThread::dismiss);
        }
    }

    @Override
    public void close() {
        spare.getAndSet(Optional.empty()).ifPresent(BoxThread::dismiss);
    }
}
