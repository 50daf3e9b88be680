package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedHomeTest {
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Home home() {
        return new Home(folder.resolve("home"));
    }

    private Path staging() {
        return folder.resolve("home.restoring");
    }

    private static void lay(StagedHome staged, String path) {
        try (AppendFile file = staged.file(path)) {
            file.append(ByteBuffer.wrap(TEXT));
            file.sync();
        }
    }

    @Test
    void appearsAsAWholeInAnEmptyPlace() throws IOException {
        Files.createDirectory(home().root());
        try (StagedHome staged = StagedHome.beside(home())) {
            lay(staged, "objects/ab/cd");
            assertThat(home().root()).as("before it is placed").isEmptyDirectory();
            staged.place();
        }
        assertThat(home().objects().resolve("ab/cd")).hasBinaryContent(TEXT);
        assertThat(staging()).doesNotExist();
    }

    @Test
    void isGoneWhenItIsNotPlaced() {
        try (StagedHome staged = StagedHome.beside(home())) {
            lay(staged, "state.db");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void clearsWhatACrashLeftBesideIt() throws IOException {
        Files.createDirectories(staging().resolve("ledger"));
        Files.writeString(staging().resolve("ledger/half"), "half");
        try (StagedHome staged = StagedHome.beside(home())) {
            staged.place();
        }
        assertThat(home().ledger().resolve("half")).doesNotExist();
    }

    @Test
    void neverReplacesAHome() throws IOException {
        Files.createDirectory(home().root());
        Files.writeString(home().config(), "mine");
        assertThatThrownBy(() -> StagedHome.beside(home()))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContaining("is not empty");
        assertThat(home().config()).hasContent("mine");
        assertThat(staging()).doesNotExist();
    }

    @Test
    void takesNoFileTwiceAndNoneOutsideOfIt() {
        try (StagedHome staged = StagedHome.beside(home())) {
            lay(staged, "node.toml");
            for (String path : new String[] {"node.toml", "../elsewhere", "a/../../elsewhere"}) {
                assertThatThrownBy(() -> staged.file(path))
                        .as(path)
                        .isInstanceOf(StoreFailed.class)
                        .hasMessageContaining("no new file of a home");
            }
        }
        assertThat(folder).isEmptyDirectory();
    }
}
