package stemma.ledger.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.LogFailed;
import stemma.ledger.Follower;
import stemma.ledger.LedgerFile;
import stemma.ledger.LoggedEntry;
import stemma.ledger.Projection;
import stemma.store.Sql;
import stemma.store.StateBusy;
import stemma.store.StateCorrupt;
import stemma.store.StateDb;
import stemma.store.StoreFailed;

/**
 * Keeps every projection at the end of the log.
 *
 * <p>Only durable entries are applied, so that no table ever knows more than a log that survives a
 * crash. Each projection remembers how far it is and the digest of the last entry it took; one that
 * does not fit the log beneath it (another version, an older or foreign ledger) is dropped and
 * computed anew. Opening catches up before it returns; afterwards one thread follows the log. A database
 * that goes away is waited for, and nobody waits meanwhile for tables that cannot come. Thread-safe.
 */
public final class Projector implements AutoCloseable {
    static final int BATCH_ENTRIES_MAX = 1_000;
    private static final long POLL_MILLIS = 250;
    /** Waits between tries while the database is away; the second is the longest. */
    private static final long RETRY_MILLIS_MIN = 100;

    private static final long RETRY_MILLIS_MAX = 5_000;
    /** Longest wait of a reader for the tables to take what was just logged. */
    private static final long SETTLE_MILLIS_MAX = 5_000;

    private static final Logger LOG = Logger.getLogger(Projector.class.getName());

    private final StateDb db;
    private final LedgerFile ledger;
    private final List<Projection> projections;
    private final List<Consumer<Applied>> listeners = new ArrayList<>();
    private final Thread thread;
    private long next;
    private boolean broken;
    private boolean away;
    private volatile boolean closed;

    /** One entry that every table now holds. */
    public record Applied(long index, Entry entry) {}

    private Projector(StateDb db, LedgerFile ledger, List<Projection> projections) {
        this.db = db;
        this.ledger = ledger;
        this.projections = List.copyOf(projections);
        this.thread = Thread.ofPlatform().daemon().name("stemma-projector").unstarted(this::follow);
    }

    /** Brings the tables to the end of the log; {@link #start} then keeps them there. */
    public static Projector open(StateDb db, LedgerFile ledger, List<Projection> projections) {
        Projector projector = new Projector(db, ledger, projections);
        projector.db.write(sql -> {
            sql.run("create table if not exists projection"
                    + " (name text primary key, version integer, next integer, last text)");
            return 0;
        });
        projector.next = projector.catchUp();
        return projector;
    }

    /** Follows the log from now on and tells the listeners of each entry once the tables hold it. */
    public void start(List<Consumer<Applied>> told) {
        listeners.addAll(told);
        thread.start();
    }

    private long catchUp() {
        long size = ledger.size();
        for (Projection projection : projections) {
            long from = db.write(sql -> place(sql, projection, size));
            while (from < size) {
                from = applyPage(List.of(projection), ledger.page(from, BATCH_ENTRIES_MAX));
            }
        }
        return size;
    }

    /** Where the projection goes on; from the beginning when it does not fit this log. */
    private long place(Sql sql, Projection projection, long size) {
        Optional<Place> place = sql.one(
                row -> new Place(row.number(1), row.number(2), row.text(3)),
                "select version, next, last from projection where name = ?",
                projection.name());
        if (place.isPresent() && fits(place.get(), projection, size)) {
            return place.get().next();
        }
        projection.drop(sql);
        projection.create(sql);
        mark(sql, projection, 0, "");
        return 0;
    }

    private record Place(long version, long next, String last) {}

    private boolean fits(Place place, Projection projection, long size) {
        if (place.version() != projection.version() || place.next() > size) {
            return false;
        }
        return place.next() == 0 || last(ledger.entry(place.next() - 1)).equals(place.last());
    }

    private long applyPage(List<Projection> to, List<LoggedEntry> page) {
        long end = page.getLast().index() + 1;
        String last = last(page.getLast());
        List<Applied> applied = new ArrayList<>(page.size());
        page.forEach(logged -> applied.add(new Applied(logged.index(), EntryCodec.parse(logged.bytes()))));
        db.write(sql -> {
            for (Projection projection : to) {
                applied.forEach(each -> projection.apply(sql, each.index(), each.entry()));
                mark(sql, projection, end, last);
            }
            return end;
        });
        return end;
    }

    private void tell(List<LoggedEntry> page) {
        for (LoggedEntry logged : page) {
            Applied applied = new Applied(logged.index(), EntryCodec.parse(logged.bytes()));
            listeners.forEach(listener -> listener.accept(applied));
        }
    }

    private static String last(LoggedEntry entry) {
        return Digest.of(entry.bytes()).hex();
    }

    private static void mark(Sql sql, Projection projection, long next, String last) {
        sql.run(
                "insert into projection (name, version, next, last) values (?, ?, ?, ?) on conflict (name) do update"
                        + " set version = excluded.version, next = excluded.next, last = excluded.last",
                projection.name(),
                projection.version(),
                next,
                last);
    }

    private void follow() {
        Follower follower = ledger.follow(next);
        while (!closed) {
            try {
                List<LoggedEntry> page = follower.poll(BATCH_ENTRIES_MAX, POLL_MILLIS);
                if (!page.isEmpty()) {
                    long end = applyPage(projections, page);
                    tell(page);
                    reached(end);
                }
            } catch (InterruptedException | LogFailed e) {
                return; // the projector or the ledger is closed
            } catch (StoreFailed e) {
                if (!overcame(e)) {
                    return;
                }
                follower = ledger.follow(next);
            }
        }
    }

    /**
     * Waits until the database takes work again, and goes on from where its tables stand: whether the last
     * page was kept before it went away is known only there. False when there is nothing to wait for.
     */
    private boolean overcame(StoreFailed first) {
        LOG.warning("the tables wait, and are tried again: " + first.getMessage());
        StoreFailed failed = first;
        for (long waitMillis = RETRY_MILLIS_MIN;
                !lasts(failed);
                waitMillis = Math.min(2 * waitMillis, RETRY_MILLIS_MAX)) {
            try {
                rest(waitMillis);
                long end = catchUp();
                tellUpTo(end);
                reached(end);
                LOG.info("the tables follow the log again");
                return true;
            } catch (InterruptedException | LogFailed e) {
                return false; // the projector or the ledger is closed
            } catch (StoreFailed e) {
                failed = e;
            }
        }
        LOG.log(Level.SEVERE, "the tables no longer follow the log; run stemma rebuild", failed);
        broke();
        return false;
    }

    /** What waiting does not mend: a damage, and another node that holds the state. */
    private static boolean lasts(StoreFailed failed) {
        return failed instanceof StateCorrupt || failed instanceof StateBusy;
    }

    private synchronized void rest(long millis) throws InterruptedException {
        away = true;
        notifyAll();
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** The listeners are told of what the tables took unseen. */
    private void tellUpTo(long end) {
        for (long from = next; from < end; ) {
            List<LoggedEntry> page = ledger.page(from, (int) Math.min(BATCH_ENTRIES_MAX, end - from));
            tell(page);
            from = page.getLast().index() + 1;
        }
    }

    private synchronized void reached(long index) {
        next = index;
        away = false;
        notifyAll();
    }

    private synchronized void broke() {
        broken = true;
        notifyAll();
    }

    /** Returns once the tables hold everything that was durable when it was called, or after five seconds. */
    public synchronized void settle() throws InterruptedException {
        long size = ledger.size();
        long end = System.nanoTime() + SETTLE_MILLIS_MAX * 1_000_000;
        while (next < size && !broken && !away && thread.isAlive()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** Whether the tables take what is logged; false while their database is away, and after it was lost. */
    public synchronized boolean follows() {
        return !broken && !away;
    }

    /** What a rebuild found for one projection: its rows, and whether they came out different. */
    public record Rebuilt(String name, long rows, boolean changed) {}

    /** Computes every table anew from the log and compares it with what it was. */
    public List<Rebuilt> rebuild() {
        List<Rebuilt> found = new ArrayList<>();
        for (Projection projection : projections) {
            long size = ledger.size();
            found.add(db.write(sql -> rebuild(sql, projection, size)));
        }
        return found;
    }

    private Rebuilt rebuild(Sql sql, Projection projection, long size) {
        long held = sql.one(row -> row.number(1), "select next from projection where name = ?", projection.name())
                .orElse(0L);
        TableDigest before = TableDigest.of(sql, projection);
        projection.drop(sql);
        projection.create(sql);
        long to = Math.min(held, size);
        ledger.forward(0, to, logged -> {
            projection.apply(sql, logged.index(), EntryCodec.parse(logged.bytes()));
            return true;
        });
        TableDigest after = TableDigest.of(sql, projection);
        mark(sql, projection, to, to == 0 ? "" : last(ledger.entry(to - 1)));
        return new Rebuilt(projection.name(), after.rows(), !before.equals(after));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(SETTLE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
