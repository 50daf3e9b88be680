package stemma.sandbox.undo;

import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.sandbox.BoxChanges;
import stemma.store.Sql;
import stemma.store.StateDb;

/** Which acts on files were taken back, and by which act. Taking that one back brings them into force again. */
public final class UndoTable implements Projection {
    @Override
    public String name() {
        return "undone";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        sql.run("create table undone (act text primary key, undoer text not null) without rowid");
        sql.run("create index undone_undoer on undone (undoer)");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("drop table if exists undone");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        if (entry instanceof Receipt receipt
                && receipt.ending() == Ending.DONE
                && receipt.act().op().equals(BoxChanges.UNDO_OP)
                && receipt.evidence().find("undoes").orElse(Json.ofNull()) instanceof Json.Arr(List<Json> acts)) {
            for (Json act : acts) {
                if (act instanceof Json.Str(String id)) {
                    sql.run("delete from undone where undoer = ?", id);
                    sql.run(
                            "insert into undone (act, undoer) values (?, ?)"
                                    + " on conflict (act) do update set undoer = excluded.undoer",
                            id,
                            receipt.id().toString());
                }
            }
        }
    }

    /** The act that took this one back, if one did. */
    static Optional<ActId> undoer(StateDb db, ActId act) {
        return db.read(sql ->
                sql.one(row -> ActId.parse(row.text(1)), "select undoer from undone where act = ?", act.toString()));
    }
}
