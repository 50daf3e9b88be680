package stemma.core;

/**
 * The deadline of a {@link Scope} passed while forks were running. What they threw besides their
 * interruption is suppressed here, complete once the scope is closed.
 */
public final class ScopeTimedOut extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScopeTimedOut(String message) {
        super(message);
    }
}
