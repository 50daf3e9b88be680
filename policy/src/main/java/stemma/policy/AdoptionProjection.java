package stemma.policy;

import java.util.Optional;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.store.Sql;

/** Which rules were adopted when, by digest. */
public final class AdoptionProjection implements Projection {
    @Override
    public String name() {
        return "adoption";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE adoption (at_index INTEGER PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL)");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("DROP TABLE IF EXISTS adoption");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        if (entry instanceof Receipt receipt
                && receipt.ending() == Ending.DONE
                && receipt.act().op().equals(RuleBook.ADOPT.name())) {
            sql.run(
                    "INSERT INTO adoption(at_index, digest, at) VALUES (?, ?, ?)",
                    index,
                    receipt.act().inputDigest().hex(),
                    receipt.atMillis());
        }
    }

    /** The rules adopted last. */
    public static Optional<Digest> last(Sql sql) {
        return sql.one(row -> Digest.parse(row.text(1)), "SELECT digest FROM adoption ORDER BY at_index DESC LIMIT 1");
    }
}
