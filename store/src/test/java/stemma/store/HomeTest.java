package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HomeTest {
    @TempDir
    private Path folder;

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        Home home = new Home(folder.resolve("home"));
        try (HomeLock lock = HomeLock.take(home)) {
            assertThat(lock).isNotNull();
            for (Path path : new Path[] {home.root(), home.keys(), home.ledger(), home.objects(), home.temp()}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rwx------");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.lock())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondOpenerInThisProcessIsRefusedAndTheLockStays() throws Exception {
        Home home = new Home(folder);
        try (HomeLock lock = HomeLock.take(home)) {
            assertThat(lock).isNotNull();
            long me = ProcessHandle.current().pid();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> HomeLock.take(home))
                        .isInstanceOfSatisfying(
                                HomeBusy.class, busy -> assertThat(busy.pid()).isEqualTo(me))
                        .hasMessageContaining("process " + me);
            }
            assertThat(takenElsewhere()).isEqualTo(Elsewhere.BUSY);
        }
        assertThat(takenElsewhere()).isEqualTo(Elsewhere.TAKEN);
        HomeLock.take(home).close();
    }

    /** A second process, told by its exit status whether it got the home. */
    private int takenElsewhere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aFileInThePlaceOfTheHomeGetsOneClearSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> HomeLock.take(new Home(file)))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("STEMMA_HOME");
    }

    @Test
    void aStaleOwnerFileDoesNotLockAnybodyOut() throws IOException {
        Home home = new Home(folder);
        Files.writeString(home.owner(), ProcessHandle.current().pid() + " 1970-01-01T00:00:00Z\n");
        HomeLock.take(home).close();
    }

    /** The lock is given back when the rest of taking the home fails, so that the same process can try again. */
    @Test
    void aHomeThatCouldNotBeTakenCanBeTakenLater() throws IOException {
        Home home = new Home(folder);
        Files.createDirectories(home.owner().resolveSibling("owner.next/full"));
        assertThatThrownBy(() -> HomeLock.take(home))
                .isInstanceOf(StoreFailed.class)
                .isNotInstanceOf(HomeBusy.class);
        Files.delete(folder.resolve("owner.next/full"));
        Files.delete(folder.resolve("owner.next"));
        HomeLock.take(home).close();
    }

    @Test
    void whatAKilledNodeLeftForAMomentIsSwept() throws IOException {
        Home home = new Home(folder);
        home.prepare();
        Path left = Files.writeString(home.temp().resolve("left"), "x");
        try (HomeLock lock = HomeLock.take(home)) {
            assertThat(lock).isNotNull();
            assertThat(left).doesNotExist();
            Files.writeString(left, "in use");
            assertThatThrownBy(() -> HomeLock.take(home)).isInstanceOf(HomeBusy.class);
            assertThat(left).hasContent("in use");
        }
    }
}
