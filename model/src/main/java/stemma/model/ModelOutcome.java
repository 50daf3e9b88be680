package stemma.model;

/** How one attempt came out. A failed attempt is an effect that happened, so it is an output too. */
public sealed interface ModelOutcome {
    record Replied(ModelReply reply) implements ModelOutcome {}

    record Failed(ModelFailure failure) implements ModelOutcome {}
}
