package stemma.ledger;

import java.util.List;

/**
 * A reader at the end of the log. It holds a place and no queue, so a slow one costs nothing and
 * misses nothing. One thread at a time.
 */
public final class Follower {
    private final LedgerFile ledger;
    private long next;

    Follower(LedgerFile ledger, long next) {
        this.ledger = ledger;
        this.next = next;
    }

    /** The index of the entry that comes next. */
    public long next() {
        return next;
    }

    /**
     * The next entries, at most {@code entriesMax} and at most a page; waits until there is one, and
     * is empty when the time is up first. Throws {@code LogFailed} once the ledger is closed and read
     * to its end.
     */
    public List<LoggedEntry> poll(int entriesMax, long timeoutMillis) throws InterruptedException {
        if (!ledger.await(next, timeoutMillis)) {
            return List.of();
        }
        List<LoggedEntry> entries = ledger.page(next, entriesMax);
        next += entries.size();
        return entries;
    }
}
