package stemma.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.store.Home;
import stemma.store.LocalDisk;

class IdentityTest {
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

    private final LocalDisk disk = new LocalDisk();

    @TempDir
    private Path folder;

    private Home home = new Home(Path.of("unset"));

    @BeforeEach
    void prepare() {
        home = new Home(folder);
        home.prepare();
    }

    private Identity open(long seed) {
        return Identity.open(disk, home, seeded(seed));
    }

    private static Entropy seeded(long seed) {
        Random random = new Random(seed);
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    @Test
    void makesTheKeyOnceAndForTheOwnerAlone() throws IOException {
        Identity first = open(1);
        Identity second = open(2);
        assertThat(second.signer().verifier()).isEqualTo(first.signer().verifier());
        assertThat(Identity.verifier(disk, home)).contains(first.signer().verifier());
        assertThat(first.signer().name()).matches("stemma\\.node/[0-9a-f]{16}");
        for (String name : new String[] {"node.key", "node.pub"}) {
            Path file = home.keys().resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theKeyDescendsFromEntropyAndFirstSoul(@TempDir Path other) throws IOException {
        Home elsewhere = new Home(other);
        elsewhere.prepare();
        Files.writeString(elsewhere.soul(), "Another soul.\n");
        Verifier mine = open(1).signer().verifier();
        assertThat(Identity.open(disk, elsewhere, seeded(1)).signer().verifier())
                .isNotEqualTo(mine);
    }

    @Test
    void anEditedSoulIsNoticedAndChangesNoKey() throws IOException {
        Identity identity = open(1);
        Digest attested = identity.soul().current().digest();
        assertThat(attested).isEqualTo(identity.genesisSoul());
        assertThat(identity.soul().changedSince(attested)).isFalse();
        Files.writeString(home.soul(), "I was edited.\n");
        assertThat(identity.soul().changedSince(attested)).isTrue();
        Identity again = open(2);
        assertThat(again.signer().verifier()).isEqualTo(identity.signer().verifier());
        assertThat(again.genesisSoul()).isEqualTo(attested);
        assertThat(again.soul().current().text()).isEqualTo("I was edited.\n");
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws IOException {
        open(1);
        Path key = home.keys().resolve("node.key");
        for (String mode : new String[] {"rw-r-----", "rw----r--", "rwx------"}) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));
            assertThatThrownBy(() -> open(1)).isInstanceOf(IdentityFailed.class).hasMessageContaining("chmod 600");
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        assertThat(open(1)).isNotNull();
    }

    @Test
    void refusesALostKeyAMixedUpOneAndGarbage() throws IOException {
        open(1);
        Path key = home.keys().resolve("node.key");
        byte[] kept = Files.readAllBytes(key);
        Files.delete(key);
        assertThatThrownBy(() -> open(1)).isInstanceOf(IdentityFailed.class).hasMessageContaining("missing");
        assertThat(key).doesNotExist();
        Files.delete(home.keys().resolve("node.pub"));
        open(2);
        disk.replace(key, kept);
        assertThatThrownBy(() -> open(1)).isInstanceOf(IdentityFailed.class).hasMessageContaining("another key");
        disk.replace(key, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> open(1)).isInstanceOf(IdentityFailed.class).hasMessageContaining("backup");
    }

    @Test
    void theTemplateNamesWhatTheOperatorShouldKnow() {
        assertThat(open(1).soul().current().text())
                .contains("## Name", "## Purpose", "## Values", "## Boundaries", "## For the operator");
    }

    @Test
    void signsAndVerifies() {
        Signer signer = open(1).signer();
        byte[] signature = signer.sign(MESSAGE);
        assertThat(signer.verifier().verifies(signature, MESSAGE)).isTrue();
        assertThat(Verifier.parse(signer.verifier().text()).verifies(signature, MESSAGE))
                .isTrue();
        for (int i = 0; i < signature.length; i++) {
            byte[] altered = signature.clone();
            altered[i] ^= 1;
            assertThat(signer.verifier().verifies(altered, MESSAGE)).isFalse();
        }
        assertThat(signer.verifier().verifies(new byte[3], MESSAGE)).isFalse();
        assertThat(signer.toString()).isEqualTo("signer of " + signer.name());
    }

    @Test
    void refusesMalformedPublicKeys() {
        String good = open(1).signer().verifier().text();
        String[] parts = good.split("\\+", 3);
        for (String bad : new String[] {
            "",
            "a",
            "a+b",
            parts[0] + "+00000000+" + parts[2],
            "x" + good,
            parts[0] + "+" + parts[1] + "+AQ==",
            parts[0] + "+" + parts[1] + "+?"
        }) {
            assertThatThrownBy(() -> Verifier.parse(bad)).isInstanceOf(IdentityFailed.class);
        }
    }

    @Test
    void readsASigningKeyOnlyWithItsOwnIdAndName() {
        String seed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
        Signer signer = Signer.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+" + seed + "\n");
        assertThat(signer.verifier().text())
                .isEqualTo("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        for (String bad : new String[] {
            "",
            "PRIVATE+KEY+PeterNeumann+c74f20a3",
            "PUBLIC+KEY+PeterNeumann+c74f20a3+" + seed,
            "PRIVATE+KEY+PeterNeumann+00000000+" + seed,
            "PRIVATE+KEY+PeterNeumann+C74F20A3+" + seed,
            "PRIVATE+KEY+PetraNeumann+c74f20a3+" + seed,
            "PRIVATE+KEY+Peter Neumann+c74f20a3+" + seed,
            "PRIVATE+KEY+Peter\u0085Neumann+c74f20a3+" + seed,
            "PRIVATE+KEY++c74f20a3+" + seed,
            "PRIVATE+KEY+PeterNeumann+c74f20a3+" + seed.replace("AY", "Ag"),
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AQ==",
            "PRIVATE+KEY+PeterNeumann+c74f20a3+?"
        }) {
            assertThatThrownBy(() -> Signer.parse(bad)).as(bad).isInstanceOf(IdentityFailed.class);
        }
    }
}
