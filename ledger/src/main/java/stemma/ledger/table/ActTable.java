package stemma.ledger.table;

import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Entry;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.store.Sql;

/** One row an act: what was intended, who decided, how it ended, and where in the log it stands. */
public final class ActTable implements Projection {
    static final String RUNNING = "running";
    static final String WAITING = "waiting";

    @Override
    public String name() {
        return "acts";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        sql.run("create table acts (boot integer not null, sequence integer not null, op text not null,"
                + " target text not null, actor text not null, trust text not null, rule text not null,"
                + " ending text not null, note text not null, started integer not null, ended integer not null,"
                + " idx integer not null, primary key (boot, sequence)) without rowid");
        sql.run("create index acts_ending on acts (ending)");
        sql.run("create index acts_actor on acts (actor)");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("drop table if exists acts");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        switch (entry) {
            case Entry.Intent e -> put(sql, index, e.id(), e.act(), e.rule(), RUNNING, "", e.atMillis(), 0);
            case Entry.Asked e -> put(sql, index, e.id(), e.act(), e.rule(), WAITING, e.reason(), e.atMillis(), 0);
            case Receipt e ->
                put(
                        sql,
                        index,
                        e.id(),
                        e.act(),
                        e.rule(),
                        e.ending().word(),
                        e.note(),
                        e.startedMillis(),
                        e.endedMillis());
            case Entry.Booted e -> {}
            case Entry.Answered e -> {}
            case Entry.Switched e -> {}
            case Entry.Noted e -> {}
        }
    }

    private static void put(
            Sql sql, long index, ActId id, Act act, String rule, String ending, String note, long started, long ended) {
        sql.run(
                "insert into acts (boot, sequence, op, target, actor, trust, rule, ending, note, started,"
                        + " ended, idx) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (boot, sequence) do update set op = excluded.op, target = excluded.target,"
                        + " actor = excluded.actor, trust = excluded.trust, rule = excluded.rule,"
                        + " ending = excluded.ending, note = excluded.note, started = excluded.started,"
                        + " ended = excluded.ended, idx = excluded.idx",
                id.boot(),
                id.sequence(),
                act.op(),
                act.target(),
                act.actor().toString(),
                act.provenance().trust().word(),
                rule,
                ending,
                note,
                started,
                ended,
                index);
    }
}
