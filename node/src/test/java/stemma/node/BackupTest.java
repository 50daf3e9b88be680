package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Operation;
import stemma.core.Refusal;
import stemma.core.Secret;
import stemma.identity.IdentityFailed;
import stemma.identity.VaultOperations;
import stemma.store.Home;
import stemma.store.LocalDisk;
import stemma.store.StoreFailed;

/** A backup of a node at work comes back whole, or not at all. */
final class BackupTest {
    private static final Secret PHRASE = Secret.of("nine herons stand still");
    private static final String KEY = "a secret of the vault";
    private static final int FLIPS = 12;

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("node.backup");
    }

    private Path restored() {
        return folder.resolve("restored");
    }

    private Map<String, String> environment() {
        return Map.of(
                "HOME",
                folder.toString(),
                "XDG_STATE_HOME",
                folder.resolve("state").toString());
    }

    @SuppressWarnings("unchecked") // the input is the operation's own
    private static <I extends Record> Record call(Node node, String name, I input) throws InterruptedException {
        Operation<I, ?> operation = (Operation<I, ?>) node.catalogue().all().stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
        return (Record) operation.handler().handle(input, new Call(Actor.operator("test"), line -> {}));
    }

    private Record backup(Node node, Path to, boolean withKeys) throws InterruptedException {
        return call(node, "backup", new BackupOperations.Wanted(to.toString(), withKeys, PHRASE, PHRASE));
    }

    private void made(boolean withKeys) throws InterruptedException {
        try (Node node = Node.open(new Home(folder.resolve("home")), environment())) {
            call(node, "vault.put", new VaultOperations.Kept("peer", Secret.of(KEY)));
            for (int i = 0; i < 20; i++) {
                call(node, "vault.list", new Operation.Nothing());
            }
            backup(node, file(), withKeys);
            call(node, "vault.list", new Operation.Nothing());
        }
    }

    private Restore.Restored restore(Secret phrase) {
        return new Restore(new LocalDisk(), new Home(restored())).from(file(), phrase);
    }

    @Test
    void aNodeComesBackWithItsKeysAndItsPast() throws Exception {
        made(true);
        Restore.Restored back = restore(PHRASE);
        assertThat(back.keys()).isTrue();
        assertThat(back.size()).isGreaterThan(20);
        Map<String, String> elsewhere = Map.of("HOME", folder.toString(), "XDG_STATE_HOME", folder.toString());
        try (Node node = Node.open(new Home(restored()), elsewhere)) {
            assertThat(node.identity().signer().name()).isEqualTo(back.node());
            assertThat(node.vault().find("peer").map(Secret::reveal)).contains(KEY);
            assertThat(node.ledger().size()).isGreaterThanOrEqualTo(back.size());
            assertThat(node.warnings()).isEmpty();
        }
    }

    @Test
    void withoutKeysItIsARecordAndHoldsNoSecret() throws Exception {
        made(false);
        Restore.Restored back = restore(PHRASE);
        assertThat(back.keys()).isFalse();
        try (Stream<Path> keys = Files.list(restored().resolve("keys"))) {
            assertThat(keys.map(key -> key.getFileName().toString())).containsExactly("node.pub");
        }
        assertThatThrownBy(() -> Node.open(new Home(restored()), Map.of("HOME", folder.toString())))
                .hasMessageContaining("restore node.key");
    }

    @Test
    void aBackupWhileActsHappenIsSoundToo() throws Exception {
        try (Node node = Node.open(new Home(folder.resolve("home")), environment())) {
            Thread busy = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 400; i++) {
                        call(node, "vault.put", new VaultOperations.Kept("n" + i % 9, Secret.of(KEY + i)));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            for (int i = 0; i < 3; i++) {
                backup(node, folder.resolve("b" + i), true);
            }
            busy.join();
        }
        for (int i = 0; i < 3; i++) {
            Home home = new Home(folder.resolve("r" + i));
            assertThat(new Restore(new LocalDisk(), home)
                            .from(folder.resolve("b" + i), PHRASE)
                            .size())
                    .isPositive();
        }
    }

    @Test
    void aTornOrChangedBackupIsRefusedAndTheHomeUntouched(TestReporter reporter) throws Exception {
        made(true);
        byte[] good = Files.readAllBytes(file());
        assertThat(new String(good, StandardCharsets.ISO_8859_1)).doesNotContain(KEY, "vault.put");
        Random random = new Random(3);
        Files.createDirectories(restored());
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] bad = good.clone();
            bad[i < 2 ? 40 + i : random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
            refused += refused(bad);
        }
        for (int length : new int[] {0, 10, 70, 100, 65_700, good.length / 2, good.length - 1}) {
            refused += refused(Arrays.copyOf(good, Math.min(length, good.length - 1)));
        }
        refused += refused(Arrays.copyOf(good, good.length + 1));
        Files.write(file(), good);
        assertThatThrownBy(() -> restore(Secret.of("nine herons stand"))).hasMessageContaining("passphrase is wrong");
        assertThat(restore(PHRASE).keys()).isTrue();
        reporter.publishEntry("backups-refused", String.valueOf(refused));
    }

    private int refused(byte[] bad) throws IOException {
        Files.write(file(), bad);
        assertThatThrownBy(() -> restore(PHRASE))
                .isInstanceOf(IdentityFailed.class)
                .hasMessageContaining(file().toString());
        try (Stream<Path> left = Files.list(restored())) {
            assertThat(left).isEmpty();
        }
        assertThat(folder.resolve("restored.restoring")).doesNotExist();
        return 1;
    }

    @Test
    void nothingIsRestoredOverAHomeAndNothingIsWrittenOverAFile() throws Exception {
        made(true);
        Files.createDirectories(restored());
        Files.writeString(restored().resolve("mine"), "x");
        assertThatThrownBy(() -> restore(PHRASE))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContaining("is not empty");
        assertThat(restored().resolve("mine")).hasContent("x");
        try (Node node = Node.open(new Home(folder.resolve("home")), environment())) {
            for (Path to : List.of(file(), folder.resolve("home/x"), Path.of("relative"))) {
                assertThatThrownBy(() -> backup(node, to, false)).isInstanceOf(Refusal.class);
            }
            assertThatThrownBy(() -> call(
                            node,
                            "backup",
                            new BackupOperations.Wanted(folder.resolve("y").toString(), false, PHRASE, Secret.of("z"))))
                    .hasMessageContaining("differ");
            assertThat(folder.resolve("y")).doesNotExist();
        }
    }
}
