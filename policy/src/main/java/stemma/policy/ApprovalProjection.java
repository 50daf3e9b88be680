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
    private static final String SELECT = "SELECT asked, state, answered_by,"
            + " (SELECT group_concat(operator, ' ') FROM approval_signed s WHERE s.approval = approval.id)"
            + " FROM approval ";

    /**
     * One question.
     *
     * @param asked as it was put
     * @param state where it stands
     * @param answeredBy who answered; empty while nobody did, and where several signed
     * @param signed the operators who signed a yes to it
     */
    public record Past(Entry.Asked asked, Approval.State state, String answeredBy, List<String> signed) {
        public Past {
            signed = List.copyOf(signed);
        }
    }

    @Override
    public String name() {
        return "approval";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE approval (id TEXT PRIMARY KEY, at_index INTEGER NOT NULL, asked BLOB NOT NULL,"
                + " state TEXT NOT NULL, answered_by TEXT NOT NULL) WITHOUT ROWID");
        sql.run("CREATE TABLE approval_signed (approval TEXT NOT NULL, operator TEXT NOT NULL, key TEXT NOT NULL,"
                + " at_index INTEGER NOT NULL, PRIMARY KEY (approval, operator)) WITHOUT ROWID");
        sql.run("CREATE INDEX approval_at ON approval(at_index)");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("DROP TABLE IF EXISTS approval");
        sql.run("DROP TABLE IF EXISTS approval_signed");
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
            case Entry.Answered e -> answered(sql, index, e);
            case Entry.Intent intent -> move(sql, intent.id(), "used");
            case Receipt receipt -> move(sql, receipt.id(), after(receipt.ending()));
            default -> {
                // Other entries are about no question.
            }
        }
    }

    /**
     * A yes that is one of several leaves the question open: how many count depends on who is an operator when
     * the act is about to happen, which the desk knows.
     */
    private static void answered(Sql sql, long index, Entry.Answered e) {
        String id = e.id().toString();
        boolean several = e.approved()
                && find(sql, e.id())
                        .filter(past -> past.asked().quorum().wanted())
                        .isPresent();
        e.signature().filter(signature -> several).ifPresent(signature -> {
            sql.run(
                    "INSERT INTO approval_signed(approval, operator, key, at_index) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT(approval, operator) DO UPDATE SET key = excluded.key, at_index = excluded.at_index",
                    id,
                    e.by().name(),
                    signature.key(),
                    index);
        });
        if (!several) {
            sql.run(
                    "UPDATE approval SET state = ?, answered_by = ? WHERE id = ? AND state = 'pending'",
                    e.approved() ? "approved" : "denied",
                    e.by().toString(),
                    id);
        }
    }

    /** Approved and then denied: what was approved had changed, or a purse was too empty for it. */
    private static String after(Ending ending) {
        return switch (ending) {
            case EXPIRED -> "expired";
            case DENIED -> "denied";
            default -> "used";
        };
    }

    /** A question that was denied stays so: the receipt that says it comes after the answer. */
    private static void move(Sql sql, ActId id, String state) {
        String answer = state.equals("denied") ? ", answered_by = ''" : "";
        sql.run(
                "UPDATE approval SET state = ?" + answer + " WHERE id = ? AND state IN ('pending', 'approved')",
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
        List<String> signed =
                row.textOrNone(4).map(names -> List.of(names.split(" ", -1))).orElse(List.of());
        return new Past(asked, Approval.State.valueOf(row.text(2).toUpperCase(Locale.ROOT)), row.text(3), signed);
    }
}
