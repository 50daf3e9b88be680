package stemma.model;

import stemma.core.Approval;
import stemma.core.Receipt;

/** What came of asking a model. */
public sealed interface ModelResult {
    /** It answered. */
    record Answered(ModelReply reply, Receipt receipt) implements ModelResult {}

    /** It did not, after all attempts; the receipt is the last attempt's. */
    record Failed(ModelFailure failure, Receipt receipt) implements ModelResult {}

    /** The gate did not let the question through, or stopped it; the receipt says why. */
    record Refused(Receipt receipt) implements ModelResult {}

    /** A person has to be asked first; the same question goes through once approved. */
    record Waiting(Approval approval) implements ModelResult {}
}
