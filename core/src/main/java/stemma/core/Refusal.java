package stemma.core;

import java.util.Objects;

/** An operation could not do what it was asked, for a reason the caller can read and mend. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What sort of refusal; fixes the exit code and the HTTP status. */
    public enum Kind {
        /** The input is wrong: exit 64, status 400. */
        BAD_INPUT(64, 400),
        /** What was named does not exist: exit 66, status 404. */
        NOT_FOUND(66, 404),
        /** It exists but not in a state that allows this: exit 75, status 409. */
        CONFLICT(75, 409),
        /** The node or a rule does not allow it: exit 77, status 403. */
        FORBIDDEN(77, 403),
        /** Something the node needs is missing or broken: exit 69, status 503. */
        UNAVAILABLE(69, 503);

        private final int exit;
        private final int status;

        Kind(int exit, int status) {
            this.exit = exit;
            this.status = status;
        }

        /** Exit code of the command line, after sysexits. */
        public int exit() {
            return exit;
        }

        /** HTTP status. */
        public int status() {
            return status;
        }
    }

    private final Kind kind;

    /**
     * Refuses with a reason.
     *
     * @param message one sentence that says what is wrong and the way out
     */
    public Refusal(Kind kind, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
