package stemma.mind;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;

/**
 * One step of a goal as it stands.
 *
 * @param number from 1, in the order in which steps were planned; never used twice in a goal
 * @param title what it does, for a person
 * @param state where it stands
 * @param startedMillis wall time since the epoch; 0 before it starts
 * @param endedMillis wall time since the epoch; 0 while open
 * @param receipts the acts it took, in order; at most {@value #RECEIPTS_MAX}
 * @param summary what came of it, in one line
 * @param result the object that holds its findings and its summary, once it is done
 */
public record GoalStep(
        int number,
        String title,
        State state,
        long startedMillis,
        long endedMillis,
        List<ActId> receipts,
        String summary,
        Optional<Digest> result) {

    /** The most receipts listed with one step; all are in the ledger under the goal's name. */
    public static final int RECEIPTS_MAX = 256;

    public static final int TITLE_CHARS_MAX = 200;
    public static final int SUMMARY_CHARS_MAX = 1_000;

    /** Where a step stands. */
    public enum State {
        PENDING,
        RUNNING,
        /** It asked a person, and goes on from the answer. */
        WAITING,
        DONE,
        FAILED,
        /** The node ended while it ran: its last act may or may not have happened. */
        UNKNOWN,
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Parses {@link #word()}; throws {@link IllegalArgumentException}. */
        public static State parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public GoalStep {
        receipts = List.copyOf(receipts);
        title = Texts.cut(title, TITLE_CHARS_MAX);
        summary = Texts.cut(summary, SUMMARY_CHARS_MAX);
        if (number < 1) {
            throw new IllegalArgumentException("steps count from 1");
        }
        if (receipts.size() > RECEIPTS_MAX) {
            throw new IllegalArgumentException("a step lists at most " + RECEIPTS_MAX + " receipts");
        }
    }

    /** A step that is still to come. */
    public static GoalStep pending(int number, String title) {
        return new GoalStep(number, title, State.PENDING, 0, 0, List.of(), "", Optional.empty());
    }

    GoalStep summed(String text) {
        return new GoalStep(number, title, state, startedMillis, endedMillis, receipts, text, result);
    }

    boolean open() {
        return state == State.PENDING || state == State.RUNNING || state == State.WAITING;
    }

    /** This step in another state, begun or ended at that time. */
    public GoalStep in(State next, long atMillis, List<ActId> acts, String text, Optional<Digest> found) {
        long started = startedMillis == 0 ? atMillis : startedMillis;
        boolean open = next == State.PENDING || next == State.RUNNING || next == State.WAITING;
        return new GoalStep(number, title, next, started, open ? 0 : atMillis, acts, text, found);
    }
}
