package stemma.mind;

import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Ending;
import stemma.core.Receipt;

/**
 * What came of one act of a step.
 *
 * @param receipt says how it ended
 * @param output what it returned; present exactly when it ended as done
 */
public record Seen<T>(Receipt receipt, Optional<T> output) {
    public ActId id() {
        return receipt.id();
    }

    /** The output; where there is none the step fails with the receipt's own words. */
    public T get() {
        return output.orElseThrow(() -> new StepFailed(why()));
    }

    /** Why there is no output, in one sentence. */
    public String why() {
        Ending ending = receipt.ending();
        String note = receipt.note().isEmpty() ? "" : ": " + receipt.note();
        return receipt.act().op() + " " + Texts.cut(Texts.oneLine(receipt.act().target()), 120) + " was "
                + (ending == Ending.FAILED ? "tried and failed" : ending.word()) + note + " (act " + id() + ")";
    }
}
