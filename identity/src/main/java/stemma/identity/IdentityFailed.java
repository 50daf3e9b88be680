package stemma.identity;

/** A key or the soul cannot be used; the message says which, why, and the way out. */
public final class IdentityFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IdentityFailed(String message) {
        super(message);
    }

    public IdentityFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
