package stemma.sandbox;

/** A file operation was not done; the message says why and what would help. Nothing has changed. */
public final class WorkspaceRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkspaceRefused(String message) {
        super(message);
    }

    WorkspaceRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
