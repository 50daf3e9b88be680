package stemma.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import stemma.core.Entry;

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
    void create(Connection db) throws SQLException;

    /** Drops the tables, where there are any. */
    void drop(Connection db) throws SQLException;

    /** Takes one entry into account. */
    void apply(Connection db, long index, Entry entry) throws SQLException;
}
