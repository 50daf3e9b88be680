package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
    private final LocalDisk disk = new LocalDisk();

    @TempDir
    private Path folder;

    @Test
    void aReplacementThatFailsLeavesTheOldAndNothingBeside() throws IOException {
        Path file = folder.resolve("file");
        Files.createDirectories(file.resolve("full"));
        assertThatThrownBy(() -> disk.replace(file, new byte[10]))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContaining("cannot replace " + file);
        assertThat(file.resolve("full")).isDirectory();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void everyFolderOnTheWayIsTheOwnersAlone() throws IOException {
        Path deep = folder.resolve("a/b/c");
        disk.makeFolder(deep);
        disk.makeFolder(deep);
        for (Path made : List.of(deep, folder.resolve("a/b"), folder.resolve("a"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void contentHasABound() {
        Path file = folder.resolve("file");
        assertThat(disk.content(file, 3)).isEmpty();
        disk.replace(file, new byte[] {1, 2, 3});
        assertThat(disk.content(file, 3)).contains(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> disk.content(file, 2))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContaining("more than the 2");
    }

    @Test
    void appendingFollowsNoLink() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
        assertThatThrownBy(() -> disk.append(link)).isInstanceOf(StoreFailed.class);
        assertThat(outside).hasContent("x");
    }
}
