package stemma.ledger;

/** A checkpoint and the signed note that carries it. */
public record SignedCheckpoint(Checkpoint checkpoint, Note note) {}
