package stemma.tools;

/** A tool could not do what it was asked; the message says why and what could be done instead. */
final class ToolFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToolFailed(String message) {
        super(message);
    }
}
