package stemma.policy;

import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.store.Row;
import stemma.store.Sql;

/** Which rules were adopted, when and by whom. */
public final class AdoptionProjection implements Projection {
    private static final String COLUMNS = "SELECT act, digest, actor, rules, at, file FROM adoption ";

    /**
     * One adoption.
     *
     * @param rules how many the text holds
     * @param file {@link RuleBook#FILE} or {@link ManagedFile#NAME}
     */
    record Past(ActId act, Digest digest, String by, int rules, long atMillis, String file) {}

    /** Digests of the rules adopted last, of each file. */
    public record Last(Optional<Digest> home, Optional<Digest> managed) {
        /** A home in which nothing was adopted. */
        public static final Last NOTHING = new Last(Optional.empty(), Optional.empty());
    }

    @Override
    public String name() {
        return "adoption";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE adoption (at_index INTEGER PRIMARY KEY, act TEXT NOT NULL, digest TEXT NOT NULL,"
                + " actor TEXT NOT NULL, rules INTEGER NOT NULL, at INTEGER NOT NULL, file TEXT NOT NULL)");
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
            boolean counted = receipt.evidence()
                    .find("rules")
                    .filter(Json.Num.class::isInstance)
                    .isPresent();
            sql.run(
                    "INSERT INTO adoption(at_index, act, digest, actor, rules, at, file) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    index,
                    receipt.id().toString(),
                    receipt.act().inputDigest().hex(),
                    receipt.act().actor().toString(),
                    counted ? receipt.evidence().longNumber("rules") : 0,
                    receipt.atMillis(),
                    receipt.act().target());
        }
    }

    /** The rules adopted last. */
    public static Last last(Sql sql) {
        return new Last(last(sql, RuleBook.FILE), last(sql, ManagedFile.NAME));
    }

    private static Optional<Digest> last(Sql sql, String file) {
        return sql.one(
                row -> Digest.parse(row.text(1)),
                "SELECT digest FROM adoption WHERE file = ? ORDER BY at_index DESC LIMIT 1",
                file);
    }

    /** The last adoptions, the newest first. */
    static List<Past> newest(Sql sql, int max) {
        return sql.all(AdoptionProjection::past, COLUMNS + "ORDER BY at_index DESC LIMIT ?", max);
    }

    /** What that act adopted. */
    static Optional<Past> by(Sql sql, ActId act) {
        return sql.one(AdoptionProjection::past, COLUMNS + "WHERE act = ?", act.toString());
    }

    /**
     * The texts whose digest begins so, each with its last adoption.
     *
     * @param hex lower-case digits, and nothing else
     */
    static List<Past> beginning(Sql sql, String hex, int max) {
        return sql.all(
                AdoptionProjection::past,
                COLUMNS + "WHERE at_index IN (SELECT MAX(at_index) FROM adoption WHERE digest LIKE ? GROUP BY digest)"
                        + " ORDER BY at_index DESC LIMIT ?",
                hex + "%",
                max);
    }

    private static Past past(Row row) {
        return new Past(
                ActId.parse(row.text(1)),
                Digest.parse(row.text(2)),
                row.text(3),
                (int) row.number(4),
                row.number(5),
                row.text(6));
    }
}
