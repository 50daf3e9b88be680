package stemma.core;

/**
 * A fork of a {@link Scope} failed first: the cause is what it threw. What other forks threw besides
 * their interruption is suppressed here, complete once the scope is closed.
 */
public final class ScopeFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScopeFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
