package stemma.ledger.dag;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.store.Row;
import stemma.store.Sql;
import stemma.store.StateDb;

/** The objects as tables: their descent, the acts they belong to, and which were erased. No content. */
public final class DagTable implements Projection {
    /** Member of a receipt's evidence in which an act names the object that it left. */
    public static final String OBJECT = "object";

    /** Erased objects that are read at a time. */
    static final int PAGE_OBJECTS = 1_000;

    private static final String COLUMNS = "SELECT id, kind, links, idx, erased FROM dag_object ";

    @Override
    public String name() {
        return "dag";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE dag_object (size INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
                + " links TEXT NOT NULL, root TEXT NOT NULL, idx INTEGER NOT NULL, erased TEXT NOT NULL)");
        sql.run("CREATE TABLE dag_link (parent TEXT NOT NULL, child TEXT NOT NULL, PRIMARY KEY (parent, child))"
                + " WITHOUT ROWID");
        sql.run("CREATE TABLE dag_act (act TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (act, id)) WITHOUT ROWID");
        sql.run("CREATE INDEX dag_act_by_object ON dag_act (id)");
    }

    @Override
    public void drop(Sql sql) {
        for (String table : List.of("dag_object", "dag_link", "dag_act")) {
            sql.run("DROP TABLE IF EXISTS " + table);
        }
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        switch (entry) {
            case Entry.Noted note
            when note.topic().equals(DagNote.TOPIC) -> {
                switch (DagNote.of(note)) {
                    case DagNote.Added(DagItem item, DagRoot root) -> added(sql, index, item, root);
                    case DagNote.Erased(ActId by, List<Digest> ids) ->
                        ids.forEach(id -> sql.run(
                                "UPDATE dag_object SET erased = ? WHERE id = ? AND erased = ''",
                                by.toString(),
                                id.hex()));
                }
            }
            case Receipt receipt -> {
                if (!receipt.act().inputDigest().equals(Digest.EMPTY)) {
                    belongs(sql, receipt.id(), receipt.act().inputDigest().hex());
                }
                if (receipt.evidence().find(OBJECT).orElse(Json.ofNull()) instanceof Json.Str(String object)) {
                    belongs(sql, receipt.id(), object);
                }
            }
            default -> {}
        }
    }

    private static void added(Sql sql, long index, DagItem item, DagRoot root) {
        String id = item.id().hex();
        sql.run(
                "INSERT INTO dag_object (size, id, kind, links, root, idx, erased) VALUES (?, ?, ?, ?, ?, ?, '')",
                root.size(),
                id,
                item.kind(),
                String.join(" ", item.links().stream().map(Digest::hex).toList()),
                root.hash().hex(),
                index);
        item.links()
                .forEach(link -> sql.run(
                        "INSERT INTO dag_link (parent, child) VALUES (?, ?) ON CONFLICT DO NOTHING", link.hex(), id));
        item.acts()
                .forEach(act -> sql.run(
                        "INSERT INTO dag_act (act, id) VALUES (?, ?) ON CONFLICT DO NOTHING", act.toString(), id));
    }

    private static void belongs(Sql sql, ActId act, String object) {
        sql.run(
                "INSERT INTO dag_act (act, id) SELECT ?, id FROM dag_object WHERE id = ? ON CONFLICT DO NOTHING",
                act.toString(),
                object);
    }

    /** Where the log left the objects. */
    public static DagState state(StateDb db) {
        return db.read(sql -> {
            DagState state = new DagState();
            state.at(root(sql));
            List<Gone> page = gone(sql, 0);
            while (!page.isEmpty()) {
                page.forEach(gone -> state.erased(gone.id(), gone.by()));
                page = gone(sql, page.getLast().size());
            }
            return state;
        });
    }

    private record Gone(long size, Digest id, ActId by) {}

    /** A page of erased objects, those after the one that came as that number. */
    private static List<Gone> gone(Sql sql, long after) {
        return sql.all(
                row -> new Gone(row.number(1), Digest.parse(row.text(2)), ActId.parse(row.text(3))),
                "SELECT size, id, erased FROM dag_object WHERE erased != '' AND size > ? ORDER BY size LIMIT ?",
                after,
                PAGE_OBJECTS);
    }

    static DagRoot root(Sql sql) {
        return sql.one(
                        row -> new DagRoot(row.number(1), Digest.parse(row.text(2))),
                        "SELECT size, root FROM dag_object ORDER BY size DESC LIMIT 1")
                .orElse(DagRoot.NONE);
    }

    /**
     * The objects whose names begin so, the oldest first.
     *
     * @param hex lower-case digits, and nothing else
     */
    static List<Descent> beginning(Sql sql, String hex, int max) {
        return sql.all(
                DagTable::descent, COLUMNS + "WHERE id >= ? AND id < ? ORDER BY size LIMIT ?", hex, hex + "g", max);
    }

    /** The objects that tell of an act, or that it was about, the oldest first. */
    static List<Descent> of(Sql sql, ActId act, int max) {
        return sql.all(
                DagTable::descent,
                COLUMNS + "WHERE id IN (SELECT id FROM dag_act WHERE act = ?) ORDER BY size LIMIT ?",
                act.toString(),
                max);
    }

    /** What came of an object at once. */
    static List<Descent> children(Sql sql, Digest id, int max) {
        return sql.all(
                DagTable::descent,
                COLUMNS + "WHERE id IN (SELECT child FROM dag_link WHERE parent = ?) ORDER BY size LIMIT ?",
                id.hex(),
                max);
    }

    /** The object of a kind that was recorded last. */
    static Optional<Descent> last(Sql sql, String kind) {
        return sql.one(DagTable::descent, COLUMNS + "WHERE kind = ? ORDER BY size DESC LIMIT 1", kind);
    }

    /** The acts that an object tells of. */
    static List<ActId> acts(Sql sql, Digest id) {
        return sql.all(row -> ActId.parse(row.text(1)), "SELECT act FROM dag_act WHERE id = ?", id.hex());
    }

    private static Descent descent(Row row) {
        String links = row.text(3);
        List<Digest> from = links.isEmpty()
                ? List.of()
                : Arrays.stream(links.split(" ")).map(Digest::parse).toList();
        Optional<ActId> erased =
                Optional.of(row.text(5)).filter(by -> !by.isEmpty()).map(ActId::parse);
        return new Descent(Digest.parse(row.text(1)), row.text(2), from, row.number(4), erased);
    }
}
