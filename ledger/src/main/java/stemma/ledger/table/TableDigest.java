package stemma.ledger.table;

import java.math.BigInteger;
import java.util.List;
import stemma.core.Digest;
import stemma.ledger.Projection;
import stemma.store.Sql;

/**
 * What the tables of one projection hold, in a form that can be compared. Each row is hashed with the name
 * of its table and the hashes are added up, so that the order does not matter and one row at a time is
 * held. It finds what differs by accident; nobody who could choose rows gains from a match.
 *
 * @param rows in all its tables
 * @param sum of the hashes, and equal on every database
 */
record TableDigest(long rows, BigInteger sum) {

    static TableDigest of(Sql sql, Projection projection) {
        Adder adder = new Adder();
        List<String> tables = sql.tables(projection.name());
        for (String table : tables) {
            adder.add("table " + table);
            sql.each(
                    row -> {
                        adder.add(table + " " + row.whole());
                        adder.rows++;
                    },
                    "select * from \"" + table + "\"");
        }
        return new TableDigest(adder.rows, adder.sum);
    }

    private static final class Adder {
        private long rows;
        private BigInteger sum = BigInteger.ZERO;

        void add(String text) {
            sum = sum.add(new BigInteger(1, Digest.ofUtf8(text).bytes()));
        }
    }
}
