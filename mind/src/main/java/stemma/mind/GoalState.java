package stemma.mind;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a goal stands. */
public enum GoalState {
    /** Its steps are being taken. */
    ACTIVE,
    /** It holds no thread: it waits its turn, for an answer, or to be resumed. */
    WAITING,
    DONE,
    FAILED,
    CANCELLED;

    /** The states that may follow this one; a goal that waits may come to wait for something else. */
    public Set<GoalState> next() {
        return switch (this) {
            case ACTIVE -> EnumSet.of(WAITING, DONE, FAILED, CANCELLED);
            case WAITING -> EnumSet.of(WAITING, ACTIVE, FAILED, CANCELLED);
            case DONE, FAILED, CANCELLED -> EnumSet.noneOf(GoalState.class);
        };
    }

    /** Whether nothing follows. */
    public boolean ended() {
        return next().isEmpty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses {@link #word()}; throws {@link IllegalArgumentException}. */
    public static GoalState parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
