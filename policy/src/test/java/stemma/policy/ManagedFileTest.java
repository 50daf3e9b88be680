package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.Refusal;
import stemma.policy.ManagedFile.Owned;
import stemma.store.FaultyDisk;
import stemma.store.LocalDisk;

/** Who may write what binds the node's own user: whoever else it is, nobody as whom the node runs. */
class ManagedFileTest {
    private static final Path FOLDER = Path.of("/etc/stemma");
    private static final int NODE = 1_000;

    private final FaultyDisk disk = new FaultyDisk();
    private final Map<Path, Owned> owned = new HashMap<>(Map.of(
            Path.of("/"),
            new Owned(0, 0040755),
            Path.of("/etc"),
            new Owned(0, 0040755),
            FOLDER,
            new Owned(0, 0040755),
            ManagedFile.PLACE,
            new Owned(0, 0100644)));

    private Optional<byte[]> content(int self) {
        disk.replace(ManagedFile.PLACE, "deny * *\n".getBytes(StandardCharsets.UTF_8));
        return new ManagedFile(disk, ManagedFile.PLACE, path -> Optional.ofNullable(owned.get(path)), self).content();
    }

    @Test
    void theFileOfRootOrOfAnotherUserIsRead() {
        assertThat(content(NODE)).isPresent();
        assertThat(content(0)).isPresent();
        owned.put(ManagedFile.PLACE, new Owned(7, 0100600));
        owned.put(FOLDER, new Owned(7, 0041777));
        assertThat(content(NODE)).isPresent();
    }

    @Test
    void noFileOrNoFolderIsNoLayer() {
        owned.remove(ManagedFile.PLACE);
        assertThat(content(NODE)).isEmpty();
        owned.remove(FOLDER);
        assertThat(content(NODE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/stemma/managed.rules, 1000, 0100644, 1000, chown root:root /etc/stemma/managed.rules",
        "/etc/stemma/managed.rules, 0, 0100664, 1000, chmod go-w /etc/stemma/managed.rules",
        "/etc/stemma/managed.rules, 0, 0100646, 1000, chmod go-w /etc/stemma/managed.rules",
        "/etc/stemma/managed.rules, 0, 0101666, 1000, chmod go-w /etc/stemma/managed.rules",
        "/etc/stemma/managed.rules, 0, 0120777, 1000, is a link or no file",
        "/etc/stemma/managed.rules, 0, 0040755, 1000, is a link or no file",
        "/etc/stemma, 1000, 0040755, 1000, chown root:root /etc/stemma",
        "/etc/stemma, 0, 0040777, 1000, chmod go-w /etc/stemma",
        "/etc/stemma, 0, 0040775, 1000, chmod go-w /etc/stemma",
        "/etc/stemma, 0, 0120777, 1000, is a link or no folder",
        "/etc, 1000, 0040755, 1000, chown root:root /etc",
        "/, 0, 0040777, 1000, chmod go-w /",
        "/etc/stemma/managed.rules, 7, 0100644, 0, does not belong to root",
        "/etc/stemma, 7, 0040755, 0, does not belong to root"
    })
    void whatTheNodesUserOrAnyoneCanChangeIsRefused(Path part, int uid, String mode, int self, String way) {
        owned.put(part, new Owned(uid, Integer.parseInt(mode, 8)));
        assertThatThrownBy(() -> content(self))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE))
                .hasMessageContaining("bind nobody")
                .hasMessageContaining(way);
        if (!part.equals(ManagedFile.PLACE)) {
            owned.remove(ManagedFile.PLACE);
            assertThatThrownBy(() -> content(self))
                    .as("it could have been removed")
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void whatCannotBeLookedAtIsNotTakenForAbsent() {
        ManagedFile shut = new ManagedFile(
                disk,
                ManagedFile.PLACE,
                path -> {
                    throw new AccessDeniedException(path.toString());
                },
                NODE);
        assertThatThrownBy(shut::content).isInstanceOf(Refusal.class).hasMessageContaining("access denied");
    }

    @Test
    void theMachinesOwnFilesAreLookedAt(@TempDir Path temp) throws IOException {
        Path folder = temp.toRealPath();
        Path file = folder.resolve("managed.rules");
        int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        ManagedFile own = new ManagedFile(new LocalDisk(), file, ManagedFile.Owners.system(), self);
        ManagedFile others = new ManagedFile(new LocalDisk(), file, ManagedFile.Owners.system(), self + 1);
        if (self == 0) {
            assertThat(own.content()).isEmpty();
        } else {
            assertThatThrownBy(own::content).hasMessageContaining(folder.toString());
        }
        assertThat(others.content()).isEmpty();
        Files.writeString(file, "# nothing\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(others.content()).isPresent();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThatThrownBy(others::content).hasMessageContaining("can be written by others");
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/etc/hostname"));
        assertThatThrownBy(others::content).hasMessageContaining("is a link");
    }
}
