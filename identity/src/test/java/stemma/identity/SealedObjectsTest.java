package stemma.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.store.BoundedFolder;
import stemma.store.Home;
import stemma.store.LocalDisk;

final class SealedObjectsTest {
    private static final long BYTES_MAX = 1 << 20;
    private static final byte[] TEXT = "a secret plan, not for the disk".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path temporary;

    private Identity identity;
    private SealedObjects sealed;

    @BeforeEach
    void open() {
        identity = identity("one");
        sealed = SealedObjects.of(identity, "test", folder("kept"));
    }

    @Test
    void whatWasPutIsFoundByItsDigestAndIsNotInTheClear() throws IOException {
        Digest digest = sealed.put(TEXT);
        assertThat(digest).isEqualTo(Digest.of(TEXT));
        assertThat(sealed.get(digest)).contains(TEXT);
        assertThat(sealed.get(Digest.ofUtf8("never put"))).isEmpty();
        assertThat(sealed.put(new byte[0])).isEqualTo(Digest.EMPTY);
        assertThat(sealed.get(Digest.EMPTY)).contains(new byte[0]);
        for (Path file : files("kept")) {
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(bytes).doesNotContain("secret", "plan", "disk");
            assertThat(file.getFileName().toString())
                    .as("the name gives no guess away")
                    .isNotEqualTo(digest.hex())
                    .isNotEqualTo(Digest.EMPTY.hex());
        }
    }

    @Test
    void whatWasRemovedIsGoneAndNothingElse() throws IOException {
        Digest digest = sealed.put(TEXT);
        Digest other = sealed.put(new byte[] {7});
        assertThat(sealed.holds(digest)).isTrue();
        sealed.remove(digest);
        sealed.remove(Digest.ofUtf8("never put"));
        assertThat(sealed.holds(digest)).isFalse();
        assertThat(sealed.get(digest)).isEmpty();
        assertThat(sealed.get(other)).isPresent();
        assertThat(files("kept")).hasSize(1);
    }

    @Test
    void equalContentIsOneFileAndOtherContentHasAnotherNonce() throws IOException {
        sealed.put(TEXT);
        byte[] first = Files.readAllBytes(files("kept").getFirst());
        sealed.put(TEXT.clone());
        assertThat(files("kept")).hasSize(1);
        assertThat(Files.readAllBytes(files("kept").getFirst())).isEqualTo(first);
        byte[] other = TEXT.clone();
        other[0]++;
        sealed.put(other);
        assertThat(files("kept")).hasSize(2);
        assertThat(files("kept").stream().map(SealedObjectsTest::nonce).distinct())
                .hasSize(2);
    }

    @Test
    void anyFlippedByteAndAnotherFilesPlaceAreRefused() throws IOException {
        Digest digest = sealed.put(TEXT);
        Path file = files("kept").getFirst();
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            refused(digest);
        }
        Files.write(file, java.util.Arrays.copyOf(good, good.length - 1));
        refused(digest);
        Files.write(file, new byte[0]);
        refused(digest);
        Files.write(file, good);
        assertThat(sealed.get(digest)).contains(TEXT);

        Digest other = sealed.put(new byte[] {1});
        Path second =
                files("kept").stream().filter(f -> !f.equals(file)).findFirst().orElseThrow();
        Files.copy(file, second, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refused(other);
    }

    @Test
    void anotherNodeAndAnotherPurposeCannotRead() throws IOException {
        Digest digest = sealed.put(TEXT);
        assertThat(SealedObjects.of(identity, "test", folder("kept")).get(digest))
                .as("the same node, opened again")
                .contains(TEXT);
        assertThat(SealedObjects.of(identity, "other", folder("kept")).get(digest))
                .isEmpty();
        assertThat(SealedObjects.of(identity("two"), "test", folder("kept")).get(digest))
                .isEmpty();
    }

    private void refused(Digest digest) {
        assertThatExceptionOfType(IdentityFailed.class)
                .isThrownBy(() -> sealed.get(digest))
                .withMessageContaining("was changed or damaged on the disk");
    }

    private Identity identity(String name) {
        Home home = new Home(temporary.resolve(name));
        home.prepare();
        return Identity.open(new LocalDisk(), home, Entropy.system());
    }

    private BoundedFolder folder(String name) {
        return new BoundedFolder(new LocalDisk(), temporary.resolve(name), Clock.system(), BYTES_MAX);
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve(name))) {
            return files.sorted().toList();
        }
    }

    private static String nonce(Path file) {
        try {
            return java.util.HexFormat.of().formatHex(Files.readAllBytes(file), 0, Aead.NONCE_BYTES);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
