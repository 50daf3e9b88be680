package stemma.ledger;

import stemma.core.Entry;
import stemma.store.Sql;

/**
 * A table computed from the log and from nothing else. The log is the only truth: a projection may be
 * dropped at any time and is the same again after {@code stemma rebuild}. All calls come from the one
 * writer of the state database, inside its transaction; entries come once each, in log order.
 */
public interface Projection {
    /** Short name, also the prefix of its tables. */
    String name();

    /** Raised when the tables' shape changes; a projection of another version is rebuilt. */
    int version();

    /** Creates the empty tables. */
    void create(Sql sql);

    /** Drops the tables, where there are any. */
    void drop(Sql sql);

    /** Takes one entry into account. */
    void apply(Sql sql, long index, Entry entry);
}
