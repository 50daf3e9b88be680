package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
    @Test
    void countsFilesInWholeBlocksUpToTheMost(@TempDir Path folder) throws IOException {
        assertThat(Usage.of(folder.resolve("absent"))).isEqualTo(Usage.NOTHING);
        Files.createDirectory(folder.resolve("below"));
        Files.write(folder.resolve("one"), new byte[1]);
        Files.write(folder.resolve("below/two"), new byte[BoundedFolder.BLOCK_BYTES + 1]);
        Usage all = new Usage(2, 3L * BoundedFolder.BLOCK_BYTES, true);
        assertThat(Usage.of(folder)).isEqualTo(all).isEqualTo(Usage.of(folder, 2));
        assertThat(Usage.of(folder, 1).whole()).isFalse();
        assertThat(Usage.of(folder.resolve("one")).and(Usage.of(folder.resolve("below"))))
                .isEqualTo(all);
    }
}
