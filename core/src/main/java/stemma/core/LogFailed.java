package stemma.core;

/** The log can no longer promise durability: a full or failing disk, or a closed log. Nothing may act. */
public final class LogFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogFailed(String message) {
        super(message);
    }

    public LogFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
