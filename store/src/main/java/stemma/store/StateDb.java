package stemma.store;

/**
 * The state port: where a node keeps the tables that it computes from its ledger.
 *
 * <p>The ledger is the truth and the state is its shadow, made so that questions are answered without
 * reading the log. That decides what the port has to promise, and what it need not.
 *
 * <pre>
 *   ledger ──durable entries──► one writer ──transaction──► tables ◄──read views── questions
 *                                   │                          │
 *                                   └── "how far, and after which entry" lies in the same transaction
 * </pre>
 *
 * <ul>
 *   <li><b>One writer.</b> Pieces of work that write run one after the other, in the order in which
 *       they were handed in. No two nodes share one state: the second opener is refused with
 *       {@link StateBusy}, or by the home's lock.
 *   <li><b>Transactions.</b> A piece of work happens whole or not at all. A statement that was refused
 *       ends it: whatever the work does afterwards, nothing of it is kept.
 *   <li><b>Read views.</b> One piece of work that reads sees one committed state from its first
 *       statement to its last, and can change nothing.
 *   <li><b>Durability.</b> What {@link #write} returned from survives a crash of the node and of the
 *       machine under the database. A document that an entry of the ledger names by its digest is
 *       therefore written before that entry is.
 *   <li><b>Migration by version.</b> Opening brings the schema to the last script it was given, each
 *       step in its own transaction with its number, and refuses a schema that is newer.
 *   <li><b>Recovery.</b> After a crash a transaction is there or not there. When the connection is lost
 *       while it commits, only the database knows: that is {@link StateAway}, and whoever writes asks
 *       the tables how far they are before going on. That is why the place in the log is written in
 *       the transaction that it describes.
 *   <li><b>Damage.</b> {@link StateCorrupt} never costs more than time: the damaged state is kept aside
 *       and its tables are computed anew by {@code stemma rebuild}.
 * </ul>
 *
 * <p>What the port leaves out is as deliberate: no queries but SQL, no second writer, no way to copy
 * it out. A backup of the ledger is a backup of the state.
 *
 * <p>There are two: {@link StateFile}, one SQLite file in the home, is the default; a PostgreSQL server
 * is an addon. The house's SQL is SQLite's as far as {@link Dialect} says what others call it.
 *
 * <p>Thread-safe. Work handed in must not call back into the same state. An interrupt does not cut a
 * piece of work short; it is kept for the caller.
 */
public interface StateDb extends AutoCloseable {

    /** A piece of work inside one transaction. It may run twice when it reads, so it does nothing else. */
    @FunctionalInterface
    interface Work<T> {
        T in(Sql sql);
    }

    /** Runs the work in one transaction of the writer; commits unless it throws. */
    <T> T write(Work<T> work);

    /** Runs the work on one read view; what it changes is refused. */
    <T> T read(Work<T> work);

    /** Reads all of it and says whether the database finds it sound. */
    boolean sound();

    /** Where it is, for a person: the engine and the place. */
    String where();

    @Override
    void close();
}
