package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;

class ObjectsTest {
    private static final byte[] TEXT = "some bytes".getBytes(StandardCharsets.UTF_8);

    @Test
    void keepsBytesUnderTheirDigest(@TempDir Path folder) {
        Objects objects = new Objects(new LocalDisk(), folder);
        Digest digest = objects.put(TEXT);
        assertThat(digest).isEqualTo(Digest.of(TEXT)).isEqualTo(objects.put(TEXT));
        assertThat(objects.get(digest)).contains(TEXT);
        assertThat(objects.holds(digest)).isTrue();
        String hex = digest.hex();
        assertThat(folder.resolve(hex.substring(0, 2)).resolve(hex.substring(2)))
                .hasBinaryContent(TEXT);
        objects.remove(digest);
        assertThat(objects.holds(digest)).isFalse();
        assertThat(objects.get(digest)).isEmpty();
    }

    @Test
    void neverHandsOutWhatDoesNotMatchItsNameAndMendsIt() {
        FaultyDisk disk = new FaultyDisk();
        Objects objects = new Objects(disk, Path.of("/objects"));
        Digest digest = objects.put(TEXT);
        Path file =
                Path.of("/objects", digest.hex().substring(0, 2), digest.hex().substring(2));
        disk.replace(file, new byte[] {1});
        assertThatThrownBy(() -> objects.get(digest)).hasMessageContaining("no longer matches its name");
        objects.put(TEXT);
        assertThat(objects.get(digest)).contains(TEXT);
    }

    @Test
    void survivesAPowerCutOnceReturned() {
        FaultyDisk disk = new FaultyDisk();
        Digest digest = new Objects(disk, Path.of("/objects")).put(TEXT);
        FaultyDisk found = disk.survivor(new Random(1));
        assertThat(new Objects(found, Path.of("/objects")).get(digest)).contains(TEXT);
    }

    @Test
    void hasALimit() {
        Objects objects = new Objects(new FaultyDisk(), Path.of("/objects"));
        assertThat(objects.put(new byte[Objects.OBJECT_BYTES_MAX])).isNotNull();
        assertThatThrownBy(() -> objects.put(new byte[Objects.OBJECT_BYTES_MAX + 1]))
                .isInstanceOf(StoreFailed.class);
    }
}
