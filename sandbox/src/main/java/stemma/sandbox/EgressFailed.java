package stemma.sandbox;

/** An exchange with a host did not come to its end. The message never holds a secret. */
public final class EgressFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** The host, or the way to it, is not allowed; nothing was sent. */
        NOT_ALLOWED,
        /** The named secret is not there, or is none; nothing was sent. */
        NO_SECRET,
        /** No connection was made; nothing was sent. */
        UNREACHABLE,
        /** No connection within its time; nothing was sent. */
        CONNECT_TIMEOUT,
        /** Nothing of the answer came within its time. */
        FIRST_TIMEOUT,
        /** The answer stopped for longer than its time. */
        NEXT_TIMEOUT,
        /** The answer went on for longer than its time. */
        TOTAL_TIMEOUT,
        /** The answer has more bytes than allowed. */
        TOO_LARGE,
        /** The connection broke. */
        BROKEN
    }

    private final Kind kind;

    EgressFailed(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
