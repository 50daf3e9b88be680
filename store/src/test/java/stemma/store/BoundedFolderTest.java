package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Clock;
import stemma.core.Digest;

final class BoundedFolderTest {
    private static final int BLOCK = BoundedFolder.BLOCK_BYTES;
    private static final long DAY_MILLIS = 86_400_000;

    @TempDir
    private Path temporary;

    @Test
    void keepsBytesUnderTheNameGiven() {
        BoundedFolder folder = folder(10 * BLOCK);
        assertThat(folder.get(name(1))).isEmpty();
        folder.put(name(1), new byte[] {1, 2});
        assertThat(folder.get(name(1))).contains(new byte[] {1, 2});
        folder.put(name(1), new byte[] {3});
        assertThat(folder.get(name(1))).as("the last put counts").contains(new byte[] {3});
        assertThat(folder.used()).isEqualTo(new BoundedFolder.Used(1, BLOCK));
    }

    @Test
    void whatIsRemovedMakesRoom() throws IOException {
        BoundedFolder folder = folder(10 * BLOCK);
        put(folder, 1, BLOCK);
        put(folder, 2, BLOCK);
        assertThat(folder.holds(name(1))).isTrue();
        folder.remove(name(1));
        assertThat(folder.holds(name(1))).isFalse();
        assertThat(folder.used()).isEqualTo(new BoundedFolder.Used(1, BLOCK));
    }

    @Test
    void holdsExactlyItsBoundAndOneMoreMakesTheOldestGo() throws IOException {
        BoundedFolder folder = folder(10 * BLOCK);
        for (int i = 1; i <= 10; i++) {
            put(folder, i, BLOCK);
        }
        assertThat(folder.used()).isEqualTo(new BoundedFolder.Used(10, 10 * BLOCK));
        assertThat(folder.get(name(1))).isPresent();
        folder.put(name(11), new byte[1]);
        assertThat(folder.used()).as("a tenth is cleared").isEqualTo(new BoundedFolder.Used(9, 9 * BLOCK));
        assertThat(folder.get(name(1))).isEmpty();
        assertThat(folder.get(name(2))).isEmpty();
        assertThat(folder.get(name(3))).isPresent();
        assertThat(folder.get(name(11))).isPresent();
    }

    @Test
    void whatIsPutAgainCountsAsNew() throws IOException {
        BoundedFolder folder = folder(10 * BLOCK);
        for (int i = 1; i <= 10; i++) {
            put(folder, i, BLOCK);
        }
        folder.put(name(1), new byte[BLOCK]);
        folder.put(name(11), new byte[1]);
        assertThat(folder.get(name(1))).isPresent();
        assertThat(folder.get(name(2))).isEmpty();
    }

    @Test
    void aSmallerBoundHoldsAtTheNextTrimAndHalfWrittenFilesGo() throws IOException {
        BoundedFolder large = folder(10 * BLOCK);
        for (int i = 1; i <= 10; i++) {
            put(large, i, BLOCK);
        }
        Path half = Files.write(temporary.resolve("kept").resolve(name(12).hex() + ".next"), new byte[BLOCK]);
        BoundedFolder small = folder(5 * BLOCK);
        assertThat(small.trim()).as("six old ones and the half-written one").isEqualTo(7);
        assertThat(half).doesNotExist();
        assertThat(small.used()).isEqualTo(new BoundedFolder.Used(4, 4 * BLOCK));
        assertThat(small.get(name(7))).isPresent();
        assertThat(small.get(name(6))).isEmpty();
        assertThat(small.trim()).isZero();
    }

    @Test
    void everyFileTakesAtLeastABlock() {
        assertThat(BoundedFolder.blocks(0)).isEqualTo(BLOCK);
        assertThat(BoundedFolder.blocks(BLOCK)).isEqualTo(BLOCK);
        assertThat(BoundedFolder.blocks(BLOCK + 1)).isEqualTo(2 * BLOCK);
    }

    private BoundedFolder folder(long bytesMax) {
        return new BoundedFolder(new LocalDisk(), temporary.resolve("kept"), Clock.system(), bytesMax);
    }

    /** Puts and makes older than anything that is put after: one day before for each number below a hundred. */
    private void put(BoundedFolder folder, int number, int bytes) throws IOException {
        folder.put(name(number), new byte[bytes]);
        FileTime time = FileTime.fromMillis(Clock.system().millis() - (100 - number) * DAY_MILLIS);
        Files.setLastModifiedTime(temporary.resolve("kept").resolve(name(number).hex()), time);
    }

    private static Digest name(int number) {
        return Digest.ofUtf8("name " + number);
    }
}
