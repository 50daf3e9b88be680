package stemma.ledger;

/**
 * One durable entry.
 *
 * @param index its place in the log, from 0
 * @param salt with it and the bytes anybody can make the entry's public commitment
 * @param bytes canonical JSON
 */
public record LoggedEntry(long index, byte[] salt, byte[] bytes) {}
