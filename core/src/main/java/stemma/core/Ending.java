package stemma.core;

import java.util.Locale;

/** How an act ended. There is no eighth way. */
public enum Ending {
    /** It happened. */
    DONE,
    /** A rule, a purse, the kill switch or a person said no; nothing happened. */
    DENIED,
    /** Nobody answered in time; nothing happened. */
    EXPIRED,
    /** The performer reported an error; what happened until then is in the note. */
    FAILED,
    /** A deadline passed, the act's or one of the effect's own; what happened until then may stand. */
    TIMED_OUT,
    /** Somebody stopped it; what happened until then may stand. */
    CANCELLED,
    /** The node ended between intent and receipt: it may or may not have happened. Never retried unseen. */
    UNKNOWN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', ' ');

    /** The ending as it is written in the log, for example {@code timed out}. */
    public String word() {
        return word;
    }

    /** Parses {@link #word()}; throws {@link IllegalArgumentException}. */
    public static Ending parse(String word) {
        for (Ending ending : values()) {
            if (ending.word().equals(word)) {
                return ending;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is not an ending");
    }
}
