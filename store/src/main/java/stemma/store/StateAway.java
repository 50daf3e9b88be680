package stemma.store;

/**
 * The database cannot be reached at this moment. Nothing that a write returned from is lost; a write that
 * was under way happened whole or not at all, and only its tables know which. The next use tries again.
 */
public final class StateAway extends StoreFailed {
    private static final long serialVersionUID = 1L;

    public StateAway(String message, Throwable cause) {
        super(message, cause);
    }
}
