package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stemma.core.Digest;

class SaltedObjectsTest {
    private static final Path ROOT = Path.of("/objects");
    private static final byte[] TEXT = "what was said".getBytes(StandardCharsets.UTF_8);

    private final FaultyDisk disk = new FaultyDisk();
    private final SaltedObjects objects = new SaltedObjects(disk, ROOT);

    private static byte[] salt(int seed) {
        byte[] salt = new byte[SaltedObjects.SALT_BYTES];
        new Random(seed).nextBytes(salt);
        return salt;
    }

    @Test
    void theNameFollowsFromSaltAndContentAsTheFormatSays() {
        byte[] salt = salt(1);
        byte[] committed = new byte[1 + SaltedObjects.SALT_BYTES + Digest.SIZE_BYTES];
        committed[0] = 3;
        System.arraycopy(salt, 0, committed, 1, salt.length);
        System.arraycopy(Digest.of(TEXT).bytes(), 0, committed, 1 + salt.length, Digest.SIZE_BYTES);
        assertThat(objects.put(salt, TEXT)).isEqualTo(Digest.of(committed));
    }

    @Test
    void theSameContentTwiceHasTwoNamesThatTellNothing() {
        Digest one = objects.put(salt(1), TEXT);
        Digest two = objects.put(salt(2), TEXT);
        assertThat(one).isNotEqualTo(two).isNotEqualTo(Digest.of(TEXT));
        assertThat(objects.get(one)).contains(TEXT);
        objects.remove(one);
        assertThat(objects.get(one)).isEmpty();
        assertThat(objects.raw(one)).isEmpty();
        assertThat(objects.get(two)).contains(TEXT);
    }

    @Test
    void handsOutNothingThatDoesNotMatchItsName() {
        Digest name = objects.put(salt(1), TEXT);
        byte[] file = objects.raw(name).orElseThrow();
        for (int at = 0; at < file.length; at++) {
            byte[] changed = file.clone();
            changed[at] ^= 1;
            disk.replace(Objects.place(ROOT, name), changed);
            assertThatThrownBy(() -> objects.get(name)).hasMessageContaining("no longer matches its name");
        }
        disk.replace(Objects.place(ROOT, name), new byte[SaltedObjects.SALT_BYTES - 1]);
        assertThatThrownBy(() -> objects.get(name)).hasMessageContaining("no longer matches its name");
    }

    @Test
    void survivesAPowerCutOnceReturned() {
        Digest name = objects.put(salt(1), TEXT);
        assertThat(new SaltedObjects(disk.survivor(new Random(1)), ROOT).get(name))
                .contains(TEXT);
    }

    @Test
    void hasLimits() {
        byte[] most = new byte[SaltedObjects.CONTENT_BYTES_MAX];
        assertThat(objects.get(objects.put(salt(1), most))).contains(most);
        assertThatThrownBy(() -> objects.put(salt(1), new byte[SaltedObjects.CONTENT_BYTES_MAX + 1]))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContaining("too large");
        assertThatThrownBy(() -> objects.put(new byte[SaltedObjects.SALT_BYTES - 1], TEXT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
