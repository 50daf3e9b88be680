package stemma.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;
import stemma.core.Refusal;
import stemma.core.Secret;

/** What the vault keeps, what it refuses, and what it never says. */
final class VaultTest {
    private static final String KEY = "sk-planted-4711-and-not-real";
    private static final String PHRASE = "eleven geese fly west";

    @TempDir
    private Path folder;

    private VaultRig rig(long seed) {
        return new VaultRig(folder, seed);
    }

    private Path file() {
        return folder.resolve("keys/vault");
    }

    @Test
    void aSecretComesBackAfterTheNodeWasClosed() throws IOException {
        try (VaultRig rig = rig(1)) {
            assertThat(Files.exists(file())).isFalse();
            assertThat(rig.put("openai", KEY)).isEqualTo("kept as vault:openai");
            assertThat(rig.put("openai", KEY + "2")).isEqualTo("replaced vault:openai");
        }
        try (VaultRig rig = rig(2)) {
            assertThat(rig.vault.find("openai").map(Secret::reveal)).contains(KEY + "2");
            assertThat(rig.list())
                    .contains("vault:openai", "by operator:test", "last used")
                    .doesNotContain(KEY);
            assertThat(rig.remove("openai")).startsWith("removed vault:openai");
            assertThat(rig.vault.find("openai")).isEmpty();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void neitherFileNorLogHoldTheSecretInAnyPlainForm() throws IOException {
        try (VaultRig rig = rig(1)) {
            rig.put("openai", KEY);
            rig.passphrase(PHRASE);
            rig.lock();
            rig.unlock(PHRASE);
            String all = Files.readString(file());
            for (byte[] entry : rig.logged) {
                all += new String(entry, StandardCharsets.UTF_8);
            }
            assertThat(all).contains("vault.put", "vault.unlock", "stemma-vault-v1");
            for (String secret : new String[] {KEY, PHRASE}) {
                byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
                assertThat(all)
                        .doesNotContain(secret)
                        .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes))
                        .as("a digest would let a weak secret be guessed")
                        .doesNotContain(Digest.of(bytes).hex());
            }
        }
    }

    @Test
    void theSameSecretPutTwiceHasTwoDigests() {
        VaultOps.Put one = VaultOps.Put.of("a", Secret.of(KEY), VaultRig.seeded(1));
        VaultOps.Put two = VaultOps.Put.of("a", Secret.of(KEY), VaultRig.seeded(2));
        assertThat(one.digest()).isNotEqualTo(two.digest());
    }

    @Test
    void everyFlippedBitIsRefusedAndTheFileIsLeftAlone() throws IOException {
        try (VaultRig rig = rig(1)) {
            rig.put("openai", KEY);
        }
        byte[] good = Files.readAllBytes(file());
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << (at % 8));
            Files.write(file(), bad);
            assertThatThrownBy(() -> rig(2))
                    .as("byte " + at)
                    .isInstanceOf(IdentityFailed.class)
                    .hasMessageContaining("was changed or damaged")
                    .hasMessageContaining(file().toString());
            assertThat(Files.readAllBytes(file())).isEqualTo(bad);
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(file(), java.util.Arrays.copyOf(good, length));
            assertThatThrownBy(() -> rig(2)).as("cut to " + length).isInstanceOf(IdentityFailed.class);
        }
        Files.write(file(), good);
        try (VaultRig rig = rig(2)) {
            assertThat(rig.vault.find("openai").map(Secret::reveal)).contains(KEY);
        }
    }

    @Test
    void aFileThatChangedUnderARunningNodeIsNotWrittenOver() throws IOException {
        try (VaultRig rig = rig(1)) {
            rig.put("openai", KEY);
            byte[] bad = Files.readAllBytes(file());
            bad[bad.length - 9] ^= 1;
            Files.write(file(), bad);
            assertThatThrownBy(() -> rig.put("other", KEY)).hasMessageContaining("was changed or damaged");
            assertThat(Files.readAllBytes(file())).isEqualTo(bad);
            assertThat(rig.vault.find("other")).isEmpty();
        }
    }

    @Test
    void anotherNodesKeyDoesNotOpenIt(@TempDir Path other) throws IOException {
        try (VaultRig rig = rig(1)) {
            rig.put("openai", KEY);
        }
        Files.createDirectories(other.resolve("keys"));
        Files.copy(file(), other.resolve("keys/vault"));
        assertThatThrownBy(() -> new VaultRig(other, 99)).hasMessageContaining("does not open with the node's own");
    }

    @Test
    void withAPassphraseNothingOpensItButThePassphrase() {
        try (VaultRig rig = rig(1)) {
            rig.put("openai", KEY);
            assertThat(rig.passphrase(PHRASE)).isEqualTo("only the passphrase opens the vault");
            assertThat(rig.vault.find("openai")).isPresent();
        }
        try (VaultRig rig = rig(2)) {
            assertThat(rig.vault.locked()).isTrue();
            assertThat(rig.vault.find("openai")).isEmpty();
            assertThat(rig.vault.known()).isEmpty();
            assertThatThrownBy(rig::list).hasMessageContaining("stemma vault unlock");
            assertThatThrownBy(() -> rig.put("x", KEY)).hasMessageContaining("is locked");
            assertThatThrownBy(() -> rig.unlock(PHRASE + " ")).hasMessageContaining("the passphrase is wrong");
            assertThat(rig.unlock(PHRASE)).isEqualTo("the vault is open");
            assertThat(rig.vault.find("openai").map(Secret::reveal)).contains(KEY);
            rig.lock();
            assertThat(rig.vault.find("openai")).isEmpty();
            rig.unlock(PHRASE);
            rig.passphrase("");
        }
        try (VaultRig rig = rig(3)) {
            assertThat(rig.vault.find("openai").map(Secret::reveal)).contains(KEY);
            assertThatThrownBy(rig::lock).hasMessageContaining("has no passphrase");
        }
    }

    @Test
    void passphrasesThatDifferOrAreShortChangeNothing() {
        try (VaultRig rig = rig(1)) {
            assertThatThrownBy(() -> rig.call(
                            "vault.passphrase",
                            new VaultOperations.NewPhrase(Secret.of(PHRASE), Secret.of(PHRASE + "x"))))
                    .hasMessageContaining("differ");
            assertThatThrownBy(() -> rig.passphrase("1234567")).hasMessageContaining("at least 8");
            assertThat(rig.vault.hasPassphrase()).isFalse();
            rig.passphrase("12345678");
            assertThat(rig.vault.hasPassphrase()).isTrue();
        }
    }

    @Test
    void aHeaderThatAsksForTooMuchMemoryIsRefusedBeforeAnyIsTaken() throws IOException {
        try (VaultRig rig = rig(1)) {
            rig.put("openai", KEY);
            rig.passphrase(PHRASE);
        }
        String good = Files.readString(file());
        assertThat(good).contains("wrap argon2id 65536 3 4 ");
        for (String forged : new String[] {
            "argon2id 67108864 3 4 ", "argon2id 262145 3 4 ", "argon2id 8191 3 4 ", "argon2id 65536 17 4 ",
            "argon2id 65536 3 9 ", "argon2id 65536 0 4 ", "argon2id 99999999999 3 4 ", "argon2d 65536 3 4 "
        }) {
            Files.writeString(file(), good.replace("argon2id 65536 3 4 ", forged));
            assertThatThrownBy(() -> rig(2))
                    .as(forged)
                    .isInstanceOf(IdentityFailed.class)
                    .hasMessageContaining("was changed or damaged");
        }
        Files.writeString(file(), good.replace("argon2id 65536 3 4 ", "argon2id 8192 1 1 "));
        try (VaultRig rig = rig(2)) {
            assertThatThrownBy(() -> rig.unlock(PHRASE)).hasMessageContaining("wrong, or the vault was changed");
        }
    }

    @Test
    void namesAndSizesHaveLimits() {
        try (VaultRig rig = rig(1)) {
            rig.put("a".repeat(64), KEY);
            for (String name : new String[] {"", "a".repeat(65), "../x", "a b", "-a", ".a", "a/b", "é"}) {
                assertThatThrownBy(() -> rig.put(name, KEY))
                        .as(name)
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("1 to 64");
            }
            rig.put("short", "12345678");
            assertThatThrownBy(() -> rig.put("shorter", " 1234567 ")).hasMessageContaining("at least 8");
            rig.put("long", "x".repeat(Secret.SECRET_BYTES_MAX));
            assertThatThrownBy(() -> Secret.of("x".repeat(Secret.SECRET_BYTES_MAX + 1)))
                    .hasMessageContaining(String.valueOf(Secret.SECRET_BYTES_MAX));
            for (int i = 3; i < Vault.SECRETS_MAX; i++) {
                rig.put("n" + i, KEY);
            }
            assertThatThrownBy(() -> rig.put("one-more", KEY)).hasMessageContaining("128 secrets, the most");
            assertThat(rig.put("n3", KEY)).startsWith("replaced");
            assertThatThrownBy(() -> rig.remove("nobody")).hasMessageContaining("holds no nobody");
        }
    }

    @Test
    void aFullVaultOfTheLongestSecretsIsReadAgain() {
        try (VaultRig rig = rig(1)) {
            for (int i = 0; i < Vault.SECRETS_MAX; i += 32) {
                rig.put("n" + i, String.valueOf((char) 1).repeat(Secret.SECRET_BYTES_MAX - 9) + "not blank");
            }
        }
        long most = 4L * Vault.SECRETS_MAX * (Secret.SECRET_BYTES_MAX + 1_000) * 16 / 9 / 4;
        assertThat(most).as("base64 twice").isLessThan(VaultFile.FILE_BYTES_MAX);
        try (VaultRig rig = rig(2)) {
            assertThat(rig.vault.known()).hasSize(4);
        }
    }

    @Test
    void aSecretShowsNothingOfItself() {
        assertThat(Secret.of(KEY)).hasToString("[secret]");
        assertThat(new VaultOperations.Kept("a", Secret.of(KEY)).toString()).doesNotContain(KEY);
        assertThat(Secret.of(KEY).same(Secret.of(KEY))).isTrue();
        assertThat(Secret.of(KEY).same(Secret.of(KEY + "x"))).isFalse();
        assertThatThrownBy(() -> Secret.of(new byte[] {(byte) 0xff})).hasMessageContaining("UTF-8");
    }
}
