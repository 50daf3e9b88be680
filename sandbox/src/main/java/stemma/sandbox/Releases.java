package stemma.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a box holds while it runs, given back in reverse order, once. Thread-safe. */
final class Releases {
    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private final Deque<AutoCloseable> onFailure = new ArrayDeque<>();

    synchronized void add(AutoCloseable thing) {
        held.push(thing);
    }

    /** For what the running box closes itself, in its own time. */
    synchronized void addOnFailure(AutoCloseable thing) {
        onFailure.push(thing);
    }

    /** The box has ended. */
    synchronized void run() {
        close(held);
    }

    /** The box did not start. */
    synchronized void abandon() {
        close(onFailure);
        close(held);
    }

    /** Every one is tried; the first failure is thrown at the end. */
    private static void close(Deque<AutoCloseable> things) {
        @org.jspecify.annotations.Nullable IllegalStateException failure = null;
        while (!things.isEmpty()) {
            try {
                things.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("part of a box was not released", e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
