package stemma.sandbox;

/** The box did not start; the message says why and what would help. Nothing of the command has run. */
public final class BoxRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BoxRefused(String message) {
        super(message);
    }

    BoxRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
