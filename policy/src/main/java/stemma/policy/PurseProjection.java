package stemma.policy;

import stemma.core.ActId;
import stemma.core.Cost;
import stemma.core.Entry;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.store.Row;
import stemma.store.Sql;

/**
 * What each purse gave out on each UTC day, and which acts still hold a reservation. A clock that was
 * set back begins no earlier day, see {@link PurseBook}.
 */
public final class PurseProjection implements Projection {
    private static final String COLUMNS =
            " tokens INTEGER NOT NULL, money INTEGER NOT NULL, millis INTEGER NOT NULL, fuel INTEGER NOT NULL";

    @Override
    public String name() {
        return "purse";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE purse_spent (purse TEXT NOT NULL, day INTEGER NOT NULL," + COLUMNS
                + ", PRIMARY KEY (purse, day)) WITHOUT ROWID");
        sql.run("CREATE TABLE purse_open (act TEXT PRIMARY KEY, purse TEXT NOT NULL," + COLUMNS + ") WITHOUT ROWID");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("DROP TABLE IF EXISTS purse_spent");
        sql.run("DROP TABLE IF EXISTS purse_open");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        switch (entry) {
            case Entry.Intent intent when !intent.act().estimate().equals(Cost.ZERO) -> opened(sql, intent);
            case Receipt receipt when !receipt.act().estimate().equals(Cost.ZERO) -> closed(sql, receipt);
            default -> {
                // Other entries move no money.
            }
        }
    }

    private static void opened(Sql sql, Entry.Intent intent) {
        Cost estimate = intent.act().estimate();
        sql.run(
                "INSERT INTO purse_open(act, purse, tokens, money, millis, fuel) VALUES (?, ?, ?, ?, ?, ?)",
                intent.id().toString(),
                intent.act().purse(),
                estimate.tokens(),
                estimate.money(),
                estimate.millis(),
                estimate.fuel());
    }

    private static void closed(Sql sql, Receipt receipt) {
        sql.run("DELETE FROM purse_open WHERE act = ?", receipt.id().toString());
        Cost spent = receipt.spent();
        if (spent.equals(Cost.ZERO)) {
            return;
        }
        for (String purse : PurseBook.drawn(receipt.act().purse())) {
            long latest = sql.one(row -> row.number(1), "SELECT MAX(day) FROM purse_spent WHERE purse = ?", purse)
                    .orElse(0L);
            sql.run(
                    "INSERT INTO purse_spent(purse, day, tokens, money, millis, fuel) VALUES (?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT(purse, day) DO UPDATE SET tokens = purse_spent.tokens + excluded.tokens,"
                            + " money = purse_spent.money + excluded.money,"
                            + " millis = purse_spent.millis + excluded.millis,"
                            + " fuel = purse_spent.fuel + excluded.fuel",
                    purse,
                    Math.max(latest, PurseBook.day(receipt.atMillis())),
                    spent.tokens(),
                    spent.money(),
                    spent.millis(),
                    spent.fuel());
        }
    }

    /** Brings a new book to where the log stands; call before the gate opens. */
    public static void load(Sql sql, PurseBook book) {
        sql.all(
                        row -> new Spent(row.text(1), row.number(2), cost(row)),
                        "SELECT purse, day, tokens, money, millis, fuel FROM purse_spent ORDER BY purse, day")
                .forEach(spent -> book.load(spent.purse(), spent.day(), spent.cost()));
        sql.all(
                        row -> new Held(ActId.parse(row.text(1)), row.text(2), cost(row)),
                        "SELECT act, purse, tokens, money, millis, fuel FROM purse_open")
                .forEach(held -> book.load(held.act(), held.purse(), held.cost()));
    }

    private record Spent(String purse, long day, Cost cost) {}

    private record Held(ActId act, String purse, Cost cost) {}

    private static Cost cost(Row row) {
        return new Cost(unit(row, 3), unit(row, 4), unit(row, 5), unit(row, 6));
    }

    private static long unit(Row row, int column) {
        return Math.min(Cost.UNIT_MAX, row.number(column));
    }
}
