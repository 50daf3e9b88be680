package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The misbehaving disk must misbehave, or the crash tests on it prove nothing. */
class FaultyDiskTest {
    private static final Path FILE = Path.of("/f");
    private static final int BYTES_MAX = 1 << 20;

    @Test
    void keepsWhatWasSyncedAndMayLoseTheRest() {
        Set<Integer> lengths = new HashSet<>();
        boolean holed = false;
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            FaultyDisk disk = new FaultyDisk();
            AppendFile file = disk.append(FILE);
            file.append(ByteBuffer.wrap(filled(1000)));
            file.sync();
            file.append(ByteBuffer.wrap(filled(5000)));
            byte[] found = disk.survivor(random).content(FILE, BYTES_MAX).orElseThrow();
            assertThat(found.length).isBetween(1000, 6000);
            for (int i = 0; i < 1000; i++) {
                assertThat(found[i]).isEqualTo((byte) 1);
            }
            lengths.add(found.length);
            for (byte b : found) {
                holed |= b == 0;
            }
        }
        assertThat(lengths).contains(1000, 6000).hasSizeGreaterThan(10);
        assertThat(holed).isTrue();
    }

    @Test
    void losesPowerAtTheNamedChangeAndStaysOff() {
        FaultyDisk disk = new FaultyDisk();
        AppendFile file = disk.append(FILE);
        disk.powerOffAfter(2);
        file.append(ByteBuffer.wrap(filled(10)));
        assertThatThrownBy(file::sync).isInstanceOf(StoreFailed.class);
        assertThatThrownBy(() -> file.append(ByteBuffer.wrap(filled(1)))).isInstanceOf(StoreFailed.class);
        assertThatThrownBy(() -> disk.replace(FILE, filled(1))).isInstanceOf(StoreFailed.class);
        assertThat(disk.content(FILE, BYTES_MAX).orElseThrow()).hasSize(10);
    }

    @Test
    void runsFullInTheMiddleOfAWrite() {
        FaultyDisk disk = new FaultyDisk();
        AppendFile file = disk.append(FILE);
        disk.fullAfter(100);
        assertThatThrownBy(() -> file.append(ByteBuffer.wrap(filled(101)))).hasMessageContaining("No space left");
        assertThat(file.size()).isEqualTo(100);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) 1);
        return bytes;
    }
}
