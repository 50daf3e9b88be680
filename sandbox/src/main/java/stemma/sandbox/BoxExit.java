package stemma.sandbox;

import java.util.OptionalInt;

/**
 * How a box ended.
 *
 * @param exitCode the command's own; 128 + n when signal n ended it, 127 when it was not found, 126 when not runnable
 * @param cause why it ended
 * @param wallMillis from start to end
 */
public record BoxExit(int exitCode, Cause cause, long wallMillis) {
    private static final int SIGNAL_BASE = 128;
    private static final int SIGNAL_MAX = 64;

    /** Why a box ended. */
    public enum Cause {
        /** The command ended by itself or by a signal. */
        EXITED,
        /** The time was up. */
        TIMED_OUT,
        /** The caller closed the box. */
        CLOSED
    }

    /** The signal, read from the exit code as a shell does; a command may also return such a code by itself. */
    public OptionalInt signal() {
        return exitCode > SIGNAL_BASE && exitCode <= SIGNAL_BASE + SIGNAL_MAX
                ? OptionalInt.of(exitCode - SIGNAL_BASE)
                : OptionalInt.empty();
    }
}
