package stemma.core;

/**
 * Says why something is not the JSON that was expected: a text that does not parse, a member that is
 * missing or of another type, or a value that JSON cannot carry.
 */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /** A document that is JSON but not what its reader expects; the message says what is. */
    public JsonException(String message) {
        super(message);
        this.line = 0;
        this.column = 0;
    }

    /** A fault in a text. */
    JsonException(int line, int column, String message) {
        super("line " + line + ", column " + column + ": " + message);
        this.line = line;
        this.column = column;
    }

    /** The line of the fault, from 1; 0 when the fault is not in a text. */
    public int line() {
        return line;
    }

    /** The column of the fault in Unicode characters, from 1; 0 when the fault is not in a text. */
    public int column() {
        return column;
    }
}
