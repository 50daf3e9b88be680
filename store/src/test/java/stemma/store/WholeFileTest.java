package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final byte[] HALF = "half ".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("node.backup");
    }

    @Test
    void appearsWholeWhenItIsPlaced() {
        try (WholeFile whole = WholeFile.begin(new LocalDisk(), file())) {
            whole.append(HALF);
            assertThat(file()).as("before it is placed").doesNotExist();
            whole.append(HALF);
            assertThat(whole.size()).isEqualTo(2L * HALF.length);
            whole.place();
        }
        assertThat(file()).hasContent("half half ");
        assertThat(folder.toFile().list()).containsExactly("node.backup");
    }

    @Test
    void leavesNothingWhenItIsNotPlaced() {
        try (WholeFile whole = WholeFile.begin(new LocalDisk(), file())) {
            whole.append(HALF);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void replacesNoFile() throws IOException {
        for (String name : new String[] {"node.backup", "node.backup.next"}) {
            Path taken = Files.writeString(folder.resolve(name), "mine");
            assertThatThrownBy(() -> WholeFile.begin(new LocalDisk(), file()))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessageContaining(taken + " is there already");
            assertThat(taken).hasContent("mine");
            Files.delete(taken);
        }
    }
}
