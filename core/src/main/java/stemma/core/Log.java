package stemma.core;

/** The append-only log, as the gate sees it. Implementations are thread-safe. */
public interface Log {
    /** An entry's length is written in 16 bits in the public format. */
    int ENTRY_BYTES_MAX = 65_535;

    /**
     * Appends one entry of canonical JSON and returns its index. It is durable with the next group
     * commit at the latest. Throws {@link LogFailed} when the log takes no more entries.
     */
    long append(byte[] entry);

    /**
     * Blocks until the entry at this index is durable; an interrupt is kept for the caller, not
     * obeyed. Throws {@link LogFailed} when it never will be.
     */
    void awaitDurable(long index);
}
