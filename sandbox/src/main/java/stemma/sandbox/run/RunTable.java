package stemma.sandbox.run;

import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.sandbox.BoxChanges;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Diff;
import stemma.store.Sql;
import stemma.store.StateDb;

/** One row a run: where its receipt stands in the log, and what has become of its changes. */
public final class RunTable implements Projection {
    static final String RUNNING = "running";
    static final String PENDING = "pending";
    static final String UNCHANGED = "unchanged";
    static final String APPLIED = "applied";
    static final String UNDONE = "undone";
    static final String DISCARDED = "discarded";

    @Override
    public String name() {
        return "runs";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void create(Sql sql) {
        sql.run("create table runs (id text primary key, state text not null, idx integer not null,"
                + " started integer not null)");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("drop table if exists runs");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        switch (entry) {
            case Entry.Intent intent
            when intent.act().op().equals(BoxSpec.RUN_OP) -> put(sql, intent.id(), RUNNING, index, intent.atMillis());
            case Receipt receipt -> receipt(sql, index, receipt);
            default -> {}
        }
    }

    private static void receipt(Sql sql, long index, Receipt receipt) {
        switch (receipt.act().op()) {
            case BoxSpec.RUN_OP -> put(sql, receipt.id(), after(receipt), index, receipt.startedMillis());
            case Diff.APPLY_OP -> become(sql, receipt, APPLIED);
            case BoxChanges.UNDO_OP -> become(sql, receipt, refused(receipt) ? APPLIED : UNDONE);
            case BoxChanges.DISCARD_OP -> discarded(sql, receipt);
            default -> {}
        }
    }

    /** What somebody has changed since stays applied, and the rest of it can be undone later. */
    private static boolean refused(Receipt receipt) {
        return receipt.evidence().find("refused").orElse(Json.ofNull()) instanceof Json.Arr(List<Json> items)
                && !items.isEmpty();
    }

    /** A run that did not end as done may have changes, if it ever started; unknown is taken for started. */
    private static String after(Receipt receipt) {
        if (receipt.ending() == Ending.UNKNOWN) {
            return PENDING;
        }
        boolean changed = receipt.evidence()
                .find("changes")
                .map(changes -> receipt.evidence().longNumber("changes") > 0)
                .orElse(receipt.spends() > 0 || receipt.ending() == Ending.UNKNOWN);
        return changed ? PENDING : UNCHANGED;
    }

    private static void put(Sql sql, ActId id, String state, long index, long started) {
        sql.run(
                "insert into runs (id, state, idx, started) values (?, ?, ?, ?) on conflict (id) do update"
                        + " set state = excluded.state, idx = excluded.idx, started = excluded.started",
                id.toString(),
                state,
                index,
                started);
    }

    /** Discarding an applied run forgets the way back; its changes stay in the folder. */
    private static void discarded(Sql sql, Receipt receipt) {
        if (run(receipt) instanceof Json.Str(String run)) {
            sql.run("update runs set state = ? where id = ? and state <> ?", DISCARDED, run, APPLIED);
        }
    }

    private static Json run(Receipt receipt) {
        return receipt.evidence().find("run").orElse(Json.ofNull());
    }

    private static void become(Sql sql, Receipt receipt, String state) {
        if (run(receipt) instanceof Json.Str(String run)) {
            sql.run("update runs set state = ? where id = ?", state, run);
        }
    }

    /** Where a run stands. */
    record RunRow(String id, String state, long index, long startedMillis) {}

    static List<RunRow> newest(StateDb db, int limit) {
        return db.read(sql -> sql.all(
                row -> new RunRow(row.text(1), row.text(2), row.number(3), row.number(4)),
                "select id, state, idx, started from runs order by started desc, idx desc limit ?",
                limit));
    }

    static Optional<RunRow> find(StateDb db, ActId id) {
        return db.read(sql -> sql.one(
                row -> new RunRow(row.text(1), row.text(2), row.number(3), row.number(4)),
                "select id, state, idx, started from runs where id = ?",
                id.toString()));
    }
}
