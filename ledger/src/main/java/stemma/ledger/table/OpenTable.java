package stemma.ledger.table;

import java.util.List;
import stemma.core.ActId;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.ledger.Projection;
import stemma.store.Sql;
import stemma.store.StateDb;

/**
 * The entries that are still open: intents without a receipt, questions without an end, the last
 * opening of the home and the kill switch. Small at all times, so that a node with a long log opens
 * as fast as a new one.
 */
public final class OpenTable implements Projection {
    @Override
    public String name() {
        return "open";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        sql.run("create table open (idx integer primary key, id text not null, entry blob not null)");
        sql.run("create index open_id on open (id)");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("drop table if exists open");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        switch (entry) {
            case Entry.Booted e -> only(sql, index, "boot", e);
            case Entry.Switched e -> only(sql, index, "switch", e);
            case Entry.Intent e -> only(sql, index, e.id().toString(), e);
            case Entry.Asked e -> add(sql, index, e.id().toString(), e);
            case Entry.Answered e -> add(sql, index, e.id().toString(), e);
            case Receipt e -> close(sql, e.id());
            case Entry.Noted e -> {}
        }
    }

    private static void only(Sql sql, long index, String id, Entry entry) {
        sql.run("delete from open where id = ?", id);
        add(sql, index, id, entry);
    }

    private static void add(Sql sql, long index, String id, Entry entry) {
        sql.run("insert into open (idx, id, entry) values (?, ?, ?)", index, id, EntryCodec.bytes(entry));
    }

    private static void close(Sql sql, ActId id) {
        sql.run("delete from open where id = ?", id.toString());
    }

    /** What the log left open, for the gate that opens over it. */
    public static Recovered recovered(StateDb db) {
        List<byte[]> entries = db.read(sql -> sql.all(row -> row.bytes(1), "select entry from open order by idx"));
        Recovered.Reader reader = new Recovered.Reader();
        entries.forEach(entry -> reader.read(EntryCodec.parse(entry)));
        return reader.recovered();
    }
}
