package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over SQLite, and what a file of the home promises beside it. */
class StateFileTest extends StateContract {
    @TempDir
    private Path folder;

    private Path file = Path.of("unset");

    @BeforeEach
    void name() {
        file = folder.resolve("state.db");
    }

    @Override
    protected StateDb open(String... migrations) {
        return StateFile.open(file, folder, List.of(migrations));
    }

    @Test
    void aCopyHoldsWhatIsCommittedAndIsForItsOwnerAlone() throws IOException {
        Path copy = folder.resolve("copy.db");
        try (StateDb db = open(FIRST)) {
            db.write(sql -> put(sql, "one"));
            StateFile.copy(file, copy);
            db.write(sql -> put(sql, "later"));
        }
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (StateDb db = StateFile.open(copy, folder, List.of(FIRST))) {
            assertThat(count(db)).isEqualTo(1);
            assertThat(db.sound()).isTrue();
        }
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        for (String home : List.of("a new one", "one that others could read")) {
            try (StateDb db = open(FIRST)) {
                db.write(sql -> put(sql, "secret"));
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
    void aDamagedFileNamesTheWayOut() throws IOException {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> put(sql, "x"));
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, 100, (byte) 7);
        Files.write(file, bytes);
        assertThatThrownBy(() -> open(FIRST)).isInstanceOf(StateCorrupt.class).hasMessageContaining("stemma rebuild");
    }

    @Test
    void aFullDiskIsNamedAndLosesNothing() {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> put(sql, "kept"));
            db.write(sql -> sql.one(row -> row.number(1), "PRAGMA max_page_count = 8"));
            assertThatThrownBy(() -> db.write(sql -> put(sql, "x".repeat(1 << 20))))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessageContaining("the disk is full");
            assertThat(count(db)).isEqualTo(1);
            db.write(sql -> put(sql, "small"));
            assertThat(count(db)).isEqualTo(2);
        }
    }

    @Test
    void aDamageWithinIsFoundAndSetAside() throws IOException {
        try (StateDb db = open(FIRST)) {
            db.write(sql -> {
                for (int i = 0; i < 500; i++) {
                    put(sql, "x".repeat(100));
                }
                return true;
            });
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length - 6_000, bytes.length - 4_000, (byte) 7);
        Files.write(file, bytes);
        try (StateDb db = open(FIRST)) {
            assertThat(db.sound()).isFalse();
        }
        StateFile.setAside(file);
        try (StateDb db = open(FIRST)) {
            assertThat(db.sound()).isTrue();
            assertThat(count(db)).isZero();
        }
        assertThat(folder.resolve("state.db.damaged")).exists();
    }

    @Test
    void saysWhereItIs() {
        try (StateDb db = open(FIRST)) {
            assertThat(db.where()).isEqualTo("SQLite, " + file);
        }
    }
}
