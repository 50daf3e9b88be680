package stemma.policy;

import stemma.core.ActId;
import stemma.core.Cost;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.store.Row;
import stemma.store.Sql;

/**
 * What each purse gave out, the day's on each UTC day; which acts still hold a reservation, and for
 * which day; and the limits that were set. What an act spends counts on the day of its intent, see
 * {@link PurseBook}.
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
        return 3;
    }

    @Override
    public void create(Sql sql) {
        sql.run("CREATE TABLE purse_spent (purse TEXT NOT NULL, day INTEGER NOT NULL," + COLUMNS
                + ", PRIMARY KEY (purse, day)) WITHOUT ROWID");
        sql.run("CREATE TABLE purse_open (act TEXT PRIMARY KEY, purse TEXT NOT NULL, day INTEGER NOT NULL," + COLUMNS
                + ") WITHOUT ROWID");
        sql.run("CREATE TABLE purse_limit (purse TEXT PRIMARY KEY," + COLUMNS + ") WITHOUT ROWID");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("DROP TABLE IF EXISTS purse_spent");
        sql.run("DROP TABLE IF EXISTS purse_open");
        sql.run("DROP TABLE IF EXISTS purse_limit");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        switch (entry) {
            case Entry.Intent intent when !intent.act().estimate().equals(Cost.ZERO) -> opened(sql, intent);
            case Receipt receipt when !receipt.act().estimate().equals(Cost.ZERO) -> closed(sql, receipt);
            case Receipt receipt
            when receipt.act().op().equals(PurseSetting.OP.name()) && receipt.ending() == Ending.DONE ->
                limited(sql, receipt);
            default -> {
                // Other entries move no money.
            }
        }
    }

    /** Also remembers the latest day, which is the highest that the day's purse has a row for. */
    private static void opened(Sql sql, Entry.Intent intent) {
        long latest = sql.one(row -> row.number(1), "SELECT MAX(day) FROM purse_spent WHERE purse = ?", PurseBook.DAY)
                .orElse(0L);
        long day = PurseBook.day(intent.atMillis(), latest);
        add(sql, PurseBook.DAY, day, Cost.ZERO);
        Cost estimate = intent.act().estimate();
        sql.run(
                "INSERT INTO purse_open(act, purse, day, tokens, money, millis, fuel) VALUES (?, ?, ?, ?, ?, ?, ?)",
                intent.id().toString(),
                intent.act().purse(),
                day,
                estimate.tokens(),
                estimate.money(),
                estimate.millis(),
                estimate.fuel());
    }

    /** A receipt without an intent is of an act that was refused, and spent nothing. */
    private static void closed(Sql sql, Receipt receipt) {
        String act = receipt.id().toString();
        sql.one(row -> row.number(1), "SELECT day FROM purse_open WHERE act = ?", act)
                .ifPresent(day -> {
                    sql.run("DELETE FROM purse_open WHERE act = ?", act);
                    for (String purse : PursePath.drawn(receipt.act().purse())) {
                        add(sql, purse, PurseBook.dayOf(purse, day), receipt.spent());
                    }
                });
    }

    private static void add(Sql sql, String purse, long day, Cost spent) {
        sql.run(
                "INSERT INTO purse_spent(purse, day, tokens, money, millis, fuel) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT(purse, day) DO UPDATE SET tokens = purse_spent.tokens + excluded.tokens,"
                        + " money = purse_spent.money + excluded.money,"
                        + " millis = purse_spent.millis + excluded.millis,"
                        + " fuel = purse_spent.fuel + excluded.fuel",
                purse,
                day,
                spent.tokens(),
                spent.money(),
                spent.millis(),
                spent.fuel());
    }

    private static void limited(Sql sql, Receipt receipt) {
        Json.Obj limit = receipt.evidence();
        sql.run(
                "INSERT INTO purse_limit(purse, tokens, money, millis, fuel) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT(purse) DO UPDATE SET tokens = excluded.tokens, money = excluded.money,"
                        + " millis = excluded.millis, fuel = excluded.fuel",
                limit.string("purse"),
                limit.longNumber("tokens"),
                limit.longNumber("money"),
                limit.longNumber("millis"),
                limit.longNumber("fuel"));
    }

    /** Brings a new book to where the log stands; call before the gate opens. */
    public static void load(Sql sql, PurseBook book) {
        sql.all(
                        row -> new Spent(row.text(1), row.number(2), cost(row, 3)),
                        "SELECT purse, day, tokens, money, millis, fuel FROM purse_spent ORDER BY day, purse")
                .forEach(spent -> book.load(spent.purse(), spent.day(), spent.cost()));
        sql.all(
                        row -> new Held(ActId.parse(row.text(1)), row.text(2), row.number(3), cost(row, 4)),
                        "SELECT act, purse, day, tokens, money, millis, fuel FROM purse_open")
                .forEach(held -> book.load(held.act(), held.purse(), held.day(), held.cost()));
        sql.all(
                        row -> new Spent(row.text(1), 0, cost(row, 2)),
                        "SELECT purse, tokens, money, millis, fuel FROM purse_limit")
                .forEach(limit -> book.limit(limit.purse(), limit.cost()));
    }

    private record Spent(String purse, long day, Cost cost) {}

    private record Held(ActId act, String purse, long day, Cost cost) {}

    private static Cost cost(Row row, int first) {
        return new Cost(unit(row, first), unit(row, first + 1), unit(row, first + 2), unit(row, first + 3));
    }

    private static long unit(Row row, int column) {
        return Math.min(Cost.UNIT_MAX, row.number(column));
    }
}
