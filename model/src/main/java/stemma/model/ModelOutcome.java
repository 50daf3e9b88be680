package stemma.model;

/**
 * How one attempt came out. A failed attempt is an output too, beside a receipt that ends as failed
 * or timed out: the kind of failure decides whether another attempt may help.
 */
public sealed interface ModelOutcome {
    record Replied(ModelReply reply) implements ModelOutcome {}

    record Failed(ModelFailure failure) implements ModelOutcome {}
}
