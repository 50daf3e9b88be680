package stemma.ledger.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.ledger.LedgerFile;
import stemma.store.StateDb;

/** Reads acts: which ones from the table, what happened from the log itself. Thread-safe. */
public final class Acts {
    public static final int PAGE_ACTS_MAX = 500;
    private static final Json.Obj NOTHING = Json.object().build();

    private final StateDb db;
    private final LedgerFile ledger;

    public Acts(StateDb db, LedgerFile ledger) {
        this.db = db;
        this.ledger = ledger;
    }

    /** A page of acts, the newest first, and whether there are older ones. */
    public record Page(List<ActView> acts, boolean more) {}

    /**
     * The newest acts that contain every word of the query somewhere in op, target, actor, ending,
     * rule or note.
     *
     * @param before only acts older than this one
     */
    public Page page(String query, int limit, Optional<ActId> before) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder where = new StringBuilder("1 = 1");
        before.ifPresent(id -> {
            where.append(" and (boot, sequence) < (?, ?)");
            parameters.add(id.boot());
            parameters.add(id.sequence());
        });
        for (String word : query.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                where.append(" and (op || ' ' || target || ' ' || actor || ' ' || ending || ' ' || rule || ' ' || note)"
                        + " like ? escape '\\'");
                parameters.add(
                        "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
            }
        }
        parameters.add(limit + 1);
        List<Long> indexes = db.read(sql -> sql.all(
                row -> row.number(1),
                "select idx from acts where " + where + " order by boot desc, sequence desc limit ?",
                parameters.toArray()));
        List<ActView> acts = new ArrayList<>();
        indexes.stream().limit(limit).forEach(index -> acts.add(view(index)));
        return new Page(acts, indexes.size() > limit);
    }

    /** One act; empty when there is none of that id. */
    public Optional<ActView> find(ActId id) {
        return db.read(sql -> sql.one(
                        row -> row.number(1),
                        "select idx from acts where boot = ? and sequence = ?",
                        id.boot(),
                        id.sequence()))
                .map(this::view);
    }

    /** The last entry about an act: its receipt, once it has ended. */
    public Optional<Entry> entry(ActId id) {
        return db.read(sql -> sql.one(
                        row -> row.number(1),
                        "select idx from acts where boot = ? and sequence = ?",
                        id.boot(),
                        id.sequence()))
                .map(this::entry);
    }

    /** The receipts of what an actor did with these ops, in the order in which it ended. */
    public List<Receipt> done(Actor actor, List<String> ops) {
        List<Long> indexes = db.read(sql -> sql.all(
                row -> row.number(1),
                "select idx from acts where actor = ? and ending = ? order by idx",
                actor.toString(),
                Ending.DONE.word()));
        return indexes.stream()
                .map(this::entry)
                .filter(Receipt.class::isInstance)
                .map(Receipt.class::cast)
                .filter(receipt -> ops.contains(receipt.act().op()))
                .toList();
    }

    /** The receipts of all that an actor did, whatever came of it. */
    public List<Receipt> done(Actor actor) {
        List<Long> indexes = db.read(sql ->
                sql.all(row -> row.number(1), "select idx from acts where actor = ? order by idx", actor.toString()));
        return indexes.stream()
                .map(this::entry)
                .filter(Receipt.class::isInstance)
                .map(Receipt.class::cast)
                .toList();
    }

    private Entry entry(long index) {
        return EntryCodec.parse(ledger.entry(index).bytes());
    }

    /** How many acts ended so, by ending; open ones included. */
    public Map<String, Long> countByEnding() {
        Map<String, Long> counts = new LinkedHashMap<>();
        db.read(sql -> sql.all(
                row -> counts.put(row.text(1), row.number(2)),
                "select ending, count(*) from acts group by ending order by ending"));
        return counts;
    }

    private ActView view(long index) {
        return view(index, entry(index));
    }

    /** How an entry about an act looks; throws {@link IllegalArgumentException} for any other. */
    public static ActView view(long index, Entry entry) {
        return switch (entry) {
            case Receipt r ->
                new ActView(
                        r.id().toString(),
                        r.act().op(),
                        r.act().target(),
                        r.act().actor().toString(),
                        r.act().provenance().trust().word(),
                        r.act().provenance().sources(),
                        r.rule(),
                        r.ending().word(),
                        r.note(),
                        text(r.spent()),
                        r.startedMillis(),
                        r.endedMillis(),
                        index,
                        r.act().inputDigest().hex(),
                        r.output().map(Digest::hex).orElse(""),
                        r.evidence());
            case Entry.Intent i -> open(i.id(), i.act(), i.rule(), ActTable.RUNNING, "", i.atMillis());
            case Entry.Asked a -> open(a.id(), a.act(), a.rule(), ActTable.WAITING, a.reason(), a.atMillis());
            default -> throw new IllegalArgumentException("entry " + index + " is not about an act");
        };
    }

    private static ActView open(ActId id, Act act, String rule, String ending, String note, long started) {
        return new ActView(
                id.toString(),
                act.op(),
                act.target(),
                act.actor().toString(),
                act.provenance().trust().word(),
                act.provenance().sources(),
                rule,
                ending,
                note,
                "",
                started,
                0,
                -1,
                act.inputDigest().hex(),
                "",
                NOTHING);
    }

    private static String text(Cost cost) {
        List<String> parts = new ArrayList<>();
        if (cost.tokens() > 0) {
            parts.add(cost.tokens() + " tokens");
        }
        if (cost.money() > 0) {
            parts.add(cost.money() / 1_000_000.0 + " money");
        }
        if (cost.millis() > 0) {
            parts.add(cost.millis() + " ms");
        }
        if (cost.fuel() > 0) {
            parts.add(cost.fuel() + " fuel");
        }
        return String.join(", ", parts);
    }
}
