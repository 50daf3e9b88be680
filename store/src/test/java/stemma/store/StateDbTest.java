package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StateDbTest {
    private static final String FIRST = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n";
    private static final String SECOND = """
            ALTER TABLE note ADD COLUMN weight REAL;
            CREATE INDEX by_text ON note(text);
            """;

    @TempDir
    private Path folder;

    private Path file = Path.of("unset");

    @BeforeEach
    void name() {
        file = folder.resolve("state.db");
    }

    private StateDb open(String... migrations) {
        return StateDb.open(file, folder, List.of(migrations));
    }

    private static long count(StateDb db) {
        return db.read(sql -> sql.one(row -> row.number(1), "SELECT count(*) FROM note"))
                .orElseThrow();
    }

    @Test
    void movesTheSchemaForwardAndRefusesANewerOne() {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> sql.run("INSERT INTO note(text) VALUES (?)", "one"));
        }
        try (StateDb db = open(FIRST, SECOND)) {
            db.write(sql -> sql.run("INSERT INTO note(text, weight) VALUES (?, ?)", "two", 0.5));
            assertThat(count(db)).isEqualTo(2);
            assertThat(db.sound()).isTrue();
        }
        assertThatThrownBy(() -> open(FIRST)).isInstanceOf(StoreFailed.class).hasMessageContaining("schema version 2");
    }

    @Test
    void aCopyHoldsWhatIsCommittedAndIsForItsOwnerAlone() throws IOException {
        Path copy = folder.resolve("copy.db");
        try (StateDb db = open(FIRST)) {
            db.write(sql -> sql.run("INSERT INTO note(text) VALUES (?)", "one"));
            db.copyTo(copy);
            db.write(sql -> sql.run("INSERT INTO note(text) VALUES (?)", "later"));
        }
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (StateDb db = StateDb.open(copy, folder, List.of(FIRST))) {
            assertThat(count(db)).isEqualTo(1);
            assertThat(db.sound()).isTrue();
        }
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        for (String home : List.of("a new one", "one that others could read")) {
            try (StateDb db = open(FIRST)) {
                db.write(sql -> sql.run("INSERT INTO note(text) VALUES (?)", "secret"));
                for (String part : List.of("", "-wal", "-shm")) {
                    Path there = folder.resolve("state.db" + part);
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                            .as(there + " of " + home)
                            .isEqualTo("rw-------");
                }
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    @Test
    void aFailedPieceOfWorkLeavesNothing() {
        try (StateDb db = open(FIRST)) {
            assertThatThrownBy(() -> db.write(sql -> {
                        sql.run("INSERT INTO note(text) VALUES ('lost')");
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> db.write(sql -> sql.run("INSERT INTO note(text) VALUES (NULL)")))
                    .isInstanceOf(StoreFailed.class);
            assertThat(count(db)).isZero();
            assertThat(db.<Integer>write(sql -> sql.run("INSERT INTO note(text) VALUES ('kept')")))
                    .isEqualTo(1);
            assertThat(count(db)).isEqualTo(1);
        }
    }

    @Test
    void readersCannotWrite() {
        try (StateDb db = open(FIRST)) {
            assertThatThrownBy(() -> db.read(sql -> sql.run("INSERT INTO note(text) VALUES ('x')")))
                    .isInstanceOf(StoreFailed.class);
            assertThat(count(db)).isZero();
        }
    }

    @Test
    void manyCallersShareOneWriter() throws InterruptedException {
        try (StateDb db = open(FIRST)) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    for (int j = 0; j < 10; j++) {
                        db.write(sql -> sql.run("INSERT INTO note(text) VALUES ('x')"));
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
            assertThat(db.<Integer>write(sql -> sql.run("INSERT INTO note(text) VALUES ('x')")))
                    .isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aDamagedFileNamesTheWayOut() throws IOException {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> sql.run("INSERT INTO note(text) VALUES ('x')"));
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, 100, (byte) 7);
        Files.write(file, bytes);
        assertThatThrownBy(() -> open(FIRST)).isInstanceOf(StateCorrupt.class).hasMessageContaining("stemma rebuild");
    }

    @Test
    void aQueryHasALimitOfRows() {
        String numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n";
        try (StateDb db = open(FIRST)) {
            List<Long> most = db.read(sql -> sql.all(row -> row.number(1), numbers, Sql.ROWS_MAX));
            assertThat(most).hasSize(Sql.ROWS_MAX);
            assertThatThrownBy(() -> db.read(sql -> sql.all(row -> row.number(1), numbers, Sql.ROWS_MAX + 1)))
                    .isInstanceOf(StoreFailed.class);
        }
    }

    @Test
    void aClosedDatabaseRefuses() {
        StateDb db = open(FIRST);
        db.close();
        assertThatThrownBy(() -> count(db)).isInstanceOf(StoreFailed.class);
        db.close();
    }

    @Test
    void aFullDiskIsNamedAndLosesNothing() {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> sql.run("INSERT INTO note(text) VALUES ('kept')"));
            db.write(sql -> sql.one(row -> row.number(1), "PRAGMA max_page_count = 8"));
            assertThatThrownBy(() -> db.write(sql -> sql.run("INSERT INTO note(text) VALUES (?)", "x".repeat(1 << 20))))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessageContaining("the disk is full");
            assertThat(count(db)).isEqualTo(1);
            db.write(sql -> sql.run("INSERT INTO note(text) VALUES ('small')"));
            assertThat(count(db)).isEqualTo(2);
        }
    }
}
