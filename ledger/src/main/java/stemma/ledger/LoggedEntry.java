package stemma.ledger;

/** One durable entry: its index, from 0, and its canonical JSON. */
public record LoggedEntry(long index, byte[] bytes) {}
