package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.store.Home;

final class DiskOperationsTest {
    private static final long BLOCK = 4_096;
    private static final long UNDO_BYTES_MAX = 10 * BLOCK;

    @TempDir
    private Path folder;

    private DiskOperations.Held held(long freeBytes) {
        return new DiskOperations(new Home(folder), UNDO_BYTES_MAX, () -> freeBytes).held();
    }

    private String undo() {
        return held(Long.MAX_VALUE).parts().stream()
                .filter(part -> part.name().equals("undo/"))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private void fill(int files) throws IOException {
        Path undo = Files.createDirectories(folder.resolve("undo"));
        for (int i = 0; i < files; i++) {
            Files.write(undo.resolve("f" + i), new byte[1]);
        }
    }

    @Test
    void aPartIsNearItsBoundFromFourFifthsOnAndOverItBeyond() throws IOException {
        fill(7);
        assertThat(undo()).isEqualTo("ok");
        assertThat(held(Long.MAX_VALUE).warnings()).isEmpty();
        fill(8);
        assertThat(undo()).isEqualTo("near");
        assertThat(held(Long.MAX_VALUE).warnings())
                .singleElement()
                .asString()
                .contains("undo/ holds 32 KiB of at most 40");
        fill(10);
        assertThat(undo()).isEqualTo("near");
        fill(11);
        assertThat(undo()).isEqualTo("over");
    }

    @Test
    void aDiskThatIsNearlyFullIsTold() {
        assertThat(held(DiskOperations.FREE_BYTES_NEAR).warnings()).isEmpty();
        assertThat(held(DiskOperations.FREE_BYTES_NEAR - 1).warnings())
                .singleElement()
                .asString()
                .contains("when it is full nothing more is done");
    }
}
