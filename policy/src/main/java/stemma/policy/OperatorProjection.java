package stemma.policy;

import stemma.core.ActId;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Receipt;
import stemma.identity.SshKey;
import stemma.ledger.Projection;
import stemma.store.Sql;

/** Who is an operator by name, with which key, and by which act. */
public final class OperatorProjection implements Projection {
    @Override
    public String name() {
        return "operator";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE operator (name TEXT PRIMARY KEY, key TEXT NOT NULL, act TEXT NOT NULL) WITHOUT ROWID");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("DROP TABLE IF EXISTS operator");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        if (!(entry instanceof Receipt receipt) || receipt.ending() != Ending.DONE) {
            return;
        }
        String op = receipt.act().op();
        if (op.equals(OperatorActs.ADD.name())) {
            sql.run(
                    "INSERT INTO operator(name, key, act) VALUES (?, ?, ?)"
                            + " ON CONFLICT(name) DO UPDATE SET key = excluded.key, act = excluded.act",
                    receipt.evidence().string("name"),
                    receipt.evidence().string("key"),
                    receipt.id().toString());
        } else if (op.equals(OperatorActs.REMOVE.name())) {
            sql.run("DELETE FROM operator WHERE name = ?", receipt.act().target());
        }
    }

    /** Brings a new book to where the log stands; call before the gate opens. */
    public static void load(Sql sql, OperatorBook book) {
        sql.all(
                        row -> new OperatorBook.Named(row.text(1), SshKey.parse(row.text(2)), ActId.parse(row.text(3))),
                        "SELECT name, key, act FROM operator ORDER BY name")
                .forEach(book::put);
    }
}
