package stemma.tools.label;

import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Trust;
import stemma.ledger.Projection;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Diff;
import stemma.store.Row;
import stemma.store.Sql;
import stemma.tools.ToolOps;

/**
 * Where files came from, read from receipts.
 *
 * <p>A label sticks to a path and to bytes. To the path, because a hand that edits a file afterwards does
 * not vouch for the rest of it. To the bytes, because a copy, a new name and an undo bring the same text
 * back, and because an endorsement is of exact bytes. What is known of the bytes wins:
 *
 * <pre>
 *   fs.write, fs.edit, tainted   path <- the act's provenance    bytes after <- the same, bytes before <- workspace,
 *                                                                 if nothing was known of them
 *   fs.apply of a run            path <- what the run could read
 *   label.endorse                                                 bytes <- operator, endorsed:ACT
 *   fs.undo                      nothing: the bytes before are known
 * </pre>
 */
public final class LabelTable implements Projection {
    private static final String UPDATED = " do update set level = excluded.level, label = excluded.label";
    private static final String BYTES =
            "insert into label_bytes (digest, level, label) values (?, ?, ?) on conflict (digest)" + UPDATED;
    private static final String PATHS =
            "insert into label_path (path, level, label) values (?, ?, ?) on conflict (path)" + UPDATED;
    private static final String RUNS = "insert into label_run (run, path, level, label) values (?, ?, ?, ?)"
            + " on conflict (run, path)" + UPDATED;
    private static final String APPLIED = "insert into label_path (path, level, label)"
            + " select path, level, label from label_run where run = ? on conflict (path)" + UPDATED;

    @Override
    public String name() {
        return "label";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        String columns = " level integer not null, label text not null";
        sql.run("create table label_path (path text primary key," + columns + ") without rowid");
        sql.run("create table label_bytes (digest text primary key," + columns + ") without rowid");
        sql.run("create table label_run (run text not null, path text not null," + columns
                + ", primary key (run, path)) without rowid");
    }

    @Override
    public void drop(Sql sql) {
        for (String table : List.of("label_path", "label_bytes", "label_run")) {
            sql.run("drop table if exists " + table);
        }
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        if (!(entry instanceof Receipt receipt)) {
            return;
        }
        String op = receipt.act().op();
        boolean done = receipt.ending() == Ending.DONE;
        if (op.equals(BoxSpec.RUN_OP)) {
            ran(sql, receipt);
        } else if (done && op.equals(ToolOps.FS_WRITE.name())) {
            wrote(sql, receipt, receipt.act().provenance());
        } else if (done && op.equals(ToolOps.FS_EDIT.name())) {
            wrote(sql, receipt, edited(sql, receipt));
        } else if (done && op.equals(Diff.APPLY_OP)) {
            applied(sql, receipt);
        } else if (done && op.equals(LabelOps.ENDORSE.name())) {
            Provenance by = Provenance.of(Trust.OPERATOR, "endorsed:" + receipt.id());
            put(sql, BYTES, receipt.act().target(), by);
        }
    }

    /** What is left of a file that is edited is as little trusted as it was. */
    private static Provenance edited(Sql sql, Receipt receipt) {
        Provenance by = receipt.act().provenance();
        return digest(receipt, "before")
                .flatMap(before -> bytes(sql, before))
                .or(() -> path(sql, receipt.act().target()))
                .map(by::with)
                .orElse(by);
    }

    private static void wrote(Sql sql, Receipt receipt, Provenance label) {
        String path = receipt.act().target();
        if (!label.tainted()) {
            sql.run("delete from label_path where path = ?", path);
            return;
        }
        digest(receipt, "before")
                .filter(before ->
                        path(sql, path).isEmpty() && bytes(sql, before).isEmpty())
                .ifPresent(before -> put(sql, BYTES, before.hex(), Provenance.of(Trust.WORKSPACE, "file:" + path)));
        digest(receipt, "after")
                .filter(after -> !after.equals(Digest.EMPTY) && !endorsed(sql, after))
                .ifPresent(after -> put(sql, BYTES, after.hex(), label));
        put(sql, PATHS, path, label);
    }

    private static boolean endorsed(Sql sql, Digest content) {
        return bytes(sql, content).filter(known -> !known.tainted()).isPresent();
    }

    /** A command may have copied whatever its folder held, so what it changed is trusted no more than that. */
    private static void ran(Sql sql, Receipt receipt) {
        if (!(receipt.evidence().find("folder").orElse(Json.ofNull()) instanceof Json.Str(String folder))
                || !(receipt.evidence().find("paths").orElse(Json.ofNull()) instanceof Json.Arr(List<Json> changes))) {
            return;
        }
        Optional<Provenance> label = under(sql, folder);
        if (label.isEmpty()) {
            return;
        }
        for (Json change : changes) {
            if (change instanceof Json.Str(String text)) {
                String path = folder + "/" + text.substring(text.indexOf(' ') + 1);
                left(sql, receipt.id(), path, label.get());
            }
        }
        boolean cut = receipt.evidence().find("changes").orElse(Json.ofNull()) instanceof Json.Num(double count)
                && count > changes.size();
        if (cut) {
            left(sql, receipt.id(), folder + "/", label.get());
        }
    }

    private static void applied(Sql sql, Receipt receipt) {
        if (receipt.evidence().find("run").orElse(Json.ofNull()) instanceof Json.Str(String run)) {
            sql.run(APPLIED, run);
        }
    }

    private static void put(Sql sql, String into, String key, Provenance label) {
        sql.run(into, key, level(label), label.json().text());
    }

    private static void left(Sql sql, ActId run, String path, Provenance label) {
        sql.run(RUNS, run.toString(), path, level(label), label.json().text());
    }

    /** The less trusted, the higher. */
    private static int level(Provenance label) {
        return List.of(Trust.values()).indexOf(label.trust());
    }

    private static Optional<Digest> digest(Receipt receipt, String name) {
        return receipt.evidence().find(name).orElse(Json.ofNull()) instanceof Json.Str(String hex)
                ? Optional.of(Digest.parse(hex))
                : Optional.empty();
    }

    /** What is known of these bytes. */
    static Optional<Provenance> bytes(Sql sql, Digest content) {
        return sql.one(LabelTable::label, "select label from label_bytes where digest = ?", content.hex());
    }

    /** What sticks to this path, or to a folder that it is in. */
    static Optional<Provenance> path(Sql sql, String path) {
        Optional<Provenance> label = sql.one(LabelTable::label, "select label from label_path where path = ?", path);
        for (int at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
            label = both(
                    label,
                    sql.one(
                            LabelTable::label,
                            "select label from label_path where path = ?",
                            path.substring(0, at + 1)));
        }
        return label;
    }

    /** The least trusted of all below a folder, and of the folder itself. */
    static Optional<Provenance> under(Sql sql, String folder) {
        String below = folder.endsWith("/") ? folder : folder + "/";
        List<Provenance> worst = sql.all(
                LabelTable::label,
                "select label from label_path where path >= ? and path < ? order by level desc, path limit "
                        + Provenance.SOURCES_MAX,
                below,
                below.substring(0, below.length() - 1) + (char) ('/' + 1));
        return both(worst.stream().reduce(Provenance::with), path(sql, folder));
    }

    private static Optional<Provenance> both(Optional<Provenance> one, Optional<Provenance> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(one.get().with(other.get())) : one.or(() -> other);
    }

    private static Provenance label(Row row) {
        return Provenance.of((Json.Obj) Json.parse(row.text(1)));
    }
}
