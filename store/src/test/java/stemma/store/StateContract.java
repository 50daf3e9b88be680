package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the state port promises, whatever lies beneath it. Each test begins with a state that holds nothing. */
@Timeout(120)
public abstract class StateContract {
    protected static final String FIRST = """
            CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, raw BLOB) WITHOUT ROWID;
            """;
    protected static final String SECOND = """
            ALTER TABLE note ADD COLUMN weight REAL;
            CREATE INDEX by_text ON note(text);
            """;

    /** Opens the test's own state, which is the same each time within one test. */
    protected abstract StateDb open(String... migrations);

    private final AtomicInteger ids = new AtomicInteger();

    protected final int put(Sql sql, String text) {
        return sql.run("INSERT INTO note(id, text) VALUES (?, ?)", ids.incrementAndGet(), text);
    }

    protected static long count(StateDb db) {
        return db.read(sql -> sql.one(row -> row.number(1), "SELECT count(*) FROM note"))
                .orElseThrow();
    }

    private static List<String> texts(StateDb db, String sql, Object... parameters) {
        return db.read(view -> view.all(row -> row.text(1), sql, parameters));
    }

    @Test
    protected void movesTheSchemaForwardAndRefusesANewerOne() {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> put(sql, "one"));
        }
        try (StateDb db = open(FIRST, SECOND)) {
            db.write(sql -> sql.run("INSERT INTO note(id, text, weight) VALUES (?, ?, ?)", 2, "two", 0.5));
            assertThat(count(db)).isEqualTo(2);
            assertThat(db.sound()).isTrue();
        }
        assertThatThrownBy(() -> open(FIRST)).isInstanceOf(StoreFailed.class).hasMessageContaining("schema version 2");
        try (StateDb db = open(FIRST, SECOND)) {
            assertThat(count(db)).isEqualTo(2);
        }
    }

    @Test
    void aStepThatFailsLeavesTheVersionBefore() {
        assertThatThrownBy(() -> open(FIRST, "CREATE TABLE other (id INTEGER);\nCREATE TABLE note (id INTEGER);\n"))
                .isInstanceOf(StoreFailed.class);
        try (StateDb db = open(FIRST, "CREATE TABLE other (id INTEGER);\n")) {
            assertThat(db.<Integer>write(sql -> sql.run("INSERT INTO other(id) VALUES (1)")))
                    .isEqualTo(1);
        }
    }

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> put(sql, "kept"));
        }
        try (StateDb db = open(FIRST)) {
            assertThat(texts(db, "SELECT text FROM note")).containsExactly("kept");
        }
    }

    @Test
    void everyKindOfValueComesBackAsItWas() {
        byte[] bytes = {0, 1, -1, 127, -128};
        try (StateDb db = open(FIRST, SECOND)) {
            for (String text :
                    List.of("", "plain", "nul \0 within", "\uE000", "\uE0000\uE0001", "ünïcode 𝄞 \n\t\\'\"")) {
                int id = ids.incrementAndGet();
                db.write(sql ->
                        sql.run("INSERT INTO note(id, text, raw, weight) VALUES (?, ?, ?, ?)", id, text, bytes, 0.1));
                db.read(sql -> sql.one(
                        row -> assertThat(row.text(1)).isEqualTo(text), "SELECT text FROM note WHERE text = ?", text));
                byte[] back = db.read(sql -> sql.one(
                                row -> row.bytes(1), "SELECT raw FROM note WHERE text = ? AND weight = ?", text, 0.1))
                        .orElseThrow();
                assertThat(back).isEqualTo(bytes);
            }
            for (long number : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 0}) {
                db.write(sql -> sql.run("INSERT INTO note(id, text) VALUES (?, ?)", number, "a number"));
                List<Long> found =
                        db.read(sql -> sql.all(row -> row.number(1), "SELECT id FROM note WHERE id = ?", number));
                assertThat(found).containsExactly(number);
            }
            db.write(sql -> sql.run("UPDATE note SET text = 'a flag' WHERE id = ?", false));
            assertThat(texts(db, "SELECT text FROM note WHERE id = 0")).containsExactly("a flag");
        }
    }

    /** A row looks the same wherever it lies, so that tables of two databases can be compared. */
    @Test
    void aRowLooksTheSameEverywhere() {
        try (StateDb db = open(FIRST, SECOND)) {
            db.write(sql -> sql.run(
                    "INSERT INTO note(id, text, raw, weight) VALUES (?, ?, ?, ?)",
                    7,
                    "a\0b",
                    new byte[] {10, 11},
                    1.5));
            db.write(sql -> sql.run("INSERT INTO note(id, text) VALUES (?, ?)", 8, "c"));
            List<String> rows = db.read(sql -> sql.all(Row::whole, "SELECT * FROM note ORDER BY id"));
            assertThat(rows)
                    .containsExactly(
                            "8:number 7,8:text a\0b,10:bytes 0a0b,8:real 1.5,", "8:number 8,6:text c,4:none,4:none,");
        }
    }

    @Test
    void textIsOrderedByItsBytesAndFoundWhateverItsCase() {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> {
                List.of("b", "B", "a", "_", "é", "Z", "a b").forEach(text -> put(sql, text));
                return true;
            });
            assertThat(texts(db, "SELECT text FROM note ORDER BY text"))
                    .containsExactly("B", "Z", "_", "a", "a b", "b", "é");
            assertThat(texts(db, "SELECT text FROM note WHERE text LIKE ? ORDER BY text", "b%"))
                    .containsExactly("B", "b");
            assertThat(texts(db, "SELECT text FROM note WHERE text LIKE ? ESCAPE '\\'", "\\_"))
                    .containsExactly("_");
        }
    }

    @Test
    void tablesAreFoundByTheirName() {
        String tables = """
                CREATE TABLE ab (id INTEGER);
                CREATE TABLE ab_c (id INTEGER);
                CREATE TABLE abc (id INTEGER);
                CREATE TABLE axb (id INTEGER);
                """;
        try (StateDb db = open(tables)) {
            assertThat(db.<List<String>>read(sql -> sql.tables("ab"))).containsExactly("ab", "ab_c");
            assertThat(db.<List<String>>read(sql -> sql.tables("none"))).isEmpty();
        }
    }

    @Test
    void aKeyThatIsThereIsReplacedInPlace() {
        String put = "INSERT INTO note(id, text) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text";
        try (StateDb db = open(FIRST)) {
            db.write(sql -> sql.run(put, 1, "old"));
            db.write(sql -> sql.run(put, 1, "new"));
            assertThat(texts(db, "SELECT text FROM note")).containsExactly("new");
        }
    }

    @Test
    void aFailedPieceOfWorkLeavesNothing() {
        try (StateDb db = open(FIRST)) {
            assertThatThrownBy(() -> db.write(sql -> {
                        put(sql, "lost");
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> db.write(sql -> sql.run("INSERT INTO note(id, text) VALUES (1, NULL)")))
                    .isInstanceOf(StoreFailed.class);
            assertThat(count(db)).isZero();
            assertThat(db.<Integer>write(sql -> put(sql, "kept"))).isEqualTo(1);
            assertThat(count(db)).isEqualTo(1);
        }
    }

    @Test
    void workThatGoesOnAfterARefusalLeavesNothing() {
        try (StateDb db = open(FIRST)) {
            assertThatThrownBy(() -> db.write(sql -> {
                        put(sql, "before");
                        assertThatThrownBy(() -> sql.run("INSERT INTO nothing VALUES (1)"))
                                .isInstanceOf(StoreFailed.class);
                        return true;
                    }))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessageContaining("nothing was kept");
            assertThatThrownBy(() -> db.write(sql -> {
                        assertThatThrownBy(() -> sql.run("INSERT INTO nothing VALUES (1)"))
                                .isInstanceOf(StoreFailed.class);
                        return put(sql, "after");
                    }))
                    .isInstanceOf(StoreFailed.class);
            assertThat(count(db)).isZero();
        }
    }

    @Test
    void readersCannotWrite() {
        try (StateDb db = open(FIRST)) {
            assertThatThrownBy(() -> db.read(sql -> put(sql, "x"))).isInstanceOf(StoreFailed.class);
            assertThat(count(db)).isZero();
            db.write(sql -> put(sql, "y"));
            assertThat(count(db)).isEqualTo(1);
        }
    }

    /** One view from first to last, though a write was acknowledged in between; a new view sees it. */
    @Test
    void aReadSeesOneCommittedState() {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> put(sql, "one"));
            List<Long> seen = db.read(sql -> {
                long before = sql.one(row -> row.number(1), "SELECT count(*) FROM note")
                        .orElseThrow();
                CountDownLatch written = new CountDownLatch(1);
                Thread writer = Thread.ofPlatform().start(() -> {
                    db.write(other -> put(other, "two"));
                    written.countDown();
                });
                await(written, writer);
                return List.of(
                        before,
                        sql.one(row -> row.number(1), "SELECT count(*) FROM note")
                                .orElseThrow());
            });
            assertThat(seen).containsExactly(1L, 1L);
            assertThat(count(db)).isEqualTo(2);
        }
    }

    /** What is not committed is seen by nobody else. */
    @Test
    void aReadNeverSeesHalfOfAWrite() {
        try (StateDb db = open(FIRST)) {
            long seen = db.write(sql -> {
                put(sql, "half");
                return count(db);
            });
            assertThat(seen).isZero();
            assertThat(count(db)).isEqualTo(1);
        }
    }

    private static void await(CountDownLatch latch, Thread thread) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void manyCallersShareOneWriter() throws InterruptedException {
        try (StateDb db = open(FIRST)) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    for (int j = 0; j < 10; j++) {
                        db.write(sql -> put(sql, "x"));
                        count(db);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(count(db)).isEqualTo(200);
        }
    }

    @Test
    void anInterruptedCallerStillLearnsTheResult() {
        try (StateDb db = open(FIRST)) {
            Thread.currentThread().interrupt();
            assertThat(db.<Integer>write(sql -> put(sql, "x"))).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aQueryHasALimitOfRowsAndALookAtEachHasNone() {
        String numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n";
        try (StateDb db = open(FIRST)) {
            List<Long> most = db.read(sql -> sql.all(row -> row.number(1), numbers, Sql.ROWS_MAX));
            assertThat(most).hasSize(Sql.ROWS_MAX);
            assertThatThrownBy(() -> db.read(sql -> sql.all(row -> row.number(1), numbers, Sql.ROWS_MAX + 1)))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessageContaining("a page of them");
            AtomicInteger each = new AtomicInteger();
            db.read(sql -> {
                sql.each(row -> each.incrementAndGet(), numbers, Sql.ROWS_MAX + 1);
                return true;
            });
            assertThat(each).hasValue(Sql.ROWS_MAX + 1);
        }
    }

    @Test
    void aClosedDatabaseRefuses() {
        StateDb db = open(FIRST);
        db.close();
        assertThatThrownBy(() -> count(db)).isInstanceOf(StoreFailed.class);
        db.close();
    }
}
