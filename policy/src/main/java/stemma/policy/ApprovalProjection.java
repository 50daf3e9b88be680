package stemma.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Approval;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.store.Row;
import stemma.store.Sql;

/** Every question that was ever asked, and where it stands. */
public final class ApprovalProjection implements Projection {
    private static final String SELECT = "SELECT asked, state, answered_by FROM approval ";

    /**
     * One question.
     *
     * @param asked as it was put
     * @param state where it stands
     * @param answeredBy who answered; empty while nobody did
     */
    public record Past(Entry.Asked asked, Approval.State state, String answeredBy) {}

    @Override
    public String name() {
        return "approval";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE approval (id TEXT PRIMARY KEY, at_index INTEGER NOT NULL, asked BLOB NOT NULL,"
                + " state TEXT NOT NULL, answered_by TEXT NOT NULL) WITHOUT ROWID");
        sql.run("CREATE INDEX approval_at ON approval(at_index)");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("DROP TABLE IF EXISTS approval");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        switch (entry) {
            case Entry.Asked asked ->
                sql.run(
                        "INSERT INTO approval(id, at_index, asked, state, answered_by) VALUES (?, ?, ?, 'pending', '')",
                        asked.id().toString(),
                        index,
                        EntryCodec.bytes(asked));
            case Entry.Answered e ->
                sql.run(
                        "UPDATE approval SET state = ?, answered_by = ? WHERE id = ? AND state = 'pending'",
                        e.approved() ? "approved" : "denied",
                        e.by().toString(),
                        e.id().toString());
            case Entry.Intent intent -> move(sql, intent.id(), "used");
            case Receipt receipt -> move(sql, receipt.id(), receipt.ending() == Ending.EXPIRED ? "expired" : "used");
            default -> {
                // Other entries are about no question.
            }
        }
    }

    /** A question that was denied stays so: the receipt that says it comes after the answer. */
    private static void move(Sql sql, ActId id, String state) {
        sql.run(
                "UPDATE approval SET state = ? WHERE id = ? AND state IN ('pending', 'approved')",
                state,
                id.toString());
    }

    /** The question of this id. */
    public static Optional<Past> find(Sql sql, ActId id) {
        return sql.one(ApprovalProjection::past, SELECT + "WHERE id = ?", id.toString());
    }

    /** The newest questions that are no longer open, newest first. */
    public static List<Past> closed(Sql sql, int limit) {
        String where = "WHERE state NOT IN ('pending', 'approved') ORDER BY at_index DESC LIMIT ?";
        return sql.all(ApprovalProjection::past, SELECT + where, limit);
    }

    private static Past past(Row row) {
        Entry entry = EntryCodec.parse(row.bytes(1));
        if (!(entry instanceof Entry.Asked asked)) {
            throw new IllegalStateException(
                    "the approval table holds an entry that is no question; run stemma rebuild");
        }
        return new Past(asked, Approval.State.valueOf(row.text(2).toUpperCase(Locale.ROOT)), row.text(3));
    }
}
