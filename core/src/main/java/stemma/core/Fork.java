package stemma.core;

import java.util.Optional;

/**
 * One piece of work that runs in a {@link Scope}, and its value once the scope is joined. Safe
 * between threads.
 */
public final class Fork<T> {

    private final Scope scope;
    private final int index;

    /** Written by the fork's thread and published to readers by the scope's lock. */
    private Optional<T> result = Optional.empty();

    Fork(Scope scope, int index) {
        this.scope = scope;
        this.index = index;
    }

    void succeed(T value) {
        result = Optional.of(value);
    }

    /** The place of this fork in its scope, from 0 in the order of forking. */
    public int index() {
        return index;
    }

    /**
     * What the work returned.
     *
     * @throws IllegalStateException before {@link Scope#join()} has returned, and after it threw
     */
    public T value() {
        if (!scope.joined()) {
            throw new IllegalStateException(
                    "fork " + index + " of scope " + scope.name() + " has a value only after join() has returned");
        }
        return result.orElseThrow();
    }
}
