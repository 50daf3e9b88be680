package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.identity.Signer;
import stemma.identity.Verifier;
import stemma.store.FaultyDisk;

/** Three witnesses, of whom two are a quorum. */
@Timeout(60)
class CosignaturesTest {
    private static final long NOW = 1_795_000_000;

    private final AtomicLong seconds = new AtomicLong(NOW);
    private final Clock clock = new Clock() {
        @Override
        public long millis() {
            return seconds.get() * 1_000;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };
    private final List<Witness> three =
            List.of(new Witness("w.example/1", 1), new Witness("w.example/2", 2), new Witness("w.example/3", 3));
    private final Witnesses witnesses =
            new Witnesses(three.stream().map(w -> w.key).toList(), 2);
    private final FaultyDisk disk = new FaultyDisk();
    private LedgerFile ledger = Fixture.open(disk);
    private Cosignatures cosignatures = open();

    /** A witness of the test: it signs whatever it is shown. */
    static final class Witness {
        final Verifier key;
        private final Signer signer;

        Witness(String name, int seed) {
            byte[] secret = new byte[33];
            secret[0] = 1;
            secret[32] = (byte) seed;
            byte[] open = new byte[33];
            open[0] = 1;
            Ed25519.generatePublicKey(secret, 1, open, 1);
            signer = Signer.parse("PRIVATE+KEY+" + text(name, open, secret));
            open[0] = 4;
            key = Verifier.parseWitness(text(name, open, open));
        }

        /** Name, key id and key; the id is that of the public half. */
        private static String text(String name, byte[] open, byte[] key) {
            byte[] label = (name + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] all = ByteBuffer.allocate(label.length + open.length)
                    .put(label)
                    .put(open)
                    .array();
            String id = Digest.of(all).hex().substring(0, 8);
            return name + "+" + id + "+" + Base64.getEncoder().encodeToString(key);
        }

        Note.Signature line(String text, long atSeconds) {
            byte[] signature = signer.sign(Cosignature.message(text, atSeconds));
            byte[] bytes =
                    ByteBuffer.allocate(72).putLong(atSeconds).put(signature).array();
            return new Note.Signature(key.name(), key.keyId(), bytes);
        }
    }

    private Cosignatures open() {
        return Cosignatures.open(disk, Fixture.FOLDER, ledger, Fixture.SIGNER.verifier(), witnesses, clock);
    }

    @BeforeEach
    void fill() {
        Fixture.fill(ledger, 0, 10);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static byte[] cosigned(Note note, long at, Witness... by) {
        List<Note.Signature> lines = new ArrayList<>(note.signatures());
        for (Witness witness : by) {
            lines.add(witness.line(note.text(), at));
        }
        return new Note(note.text(), lines).encoded().getBytes(StandardCharsets.UTF_8);
    }

    private VerifyReport verify() {
        return LedgerVerify.verify(disk, Fixture.FOLDER, Fixture.SIGNER.verifier(), Optional.empty(), witnesses);
    }

    /** The note and line are the example of C2SP's tlog-cosignature; it publishes no key for it. */
    @Test
    void readsTheExampleOfTheSpecification() {
        String note = """
                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
                — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
                """;
        Note read = Note.parse(note.getBytes(StandardCharsets.UTF_8));
        assertThat(read.encoded()).isEqualTo(note);
        Note.Signature line = read.signatures().getLast();
        assertThat(line.keyId()).isEqualTo(0x8d66cf3f);
        assertThat(ByteBuffer.wrap(line.bytes()).getLong()).isEqualTo(1_679_315_147L);
        assertThat(new String(Cosignature.message(read.text(), 1_679_315_147L), StandardCharsets.UTF_8))
                .isEqualTo("""
                        cosignature/v1
                        time 1679315147
                        example.com/behind-the-sofa
                        20852163
                        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
                        """);
        assertThat(Checkpoint.of(read).size()).isEqualTo(20_852_163);
    }

    /** The key is one of transparency-dev/formats, note/note_cosigv1_test.go (BSD-3-Clause). */
    @Test
    void readsThePublishedWitnessKeyAndNoOtherKind() {
        String text = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        assertThat(Verifier.parseWitness(text).text()).isEqualTo(text);
        assertThatThrownBy(() -> Verifier.parse(text)).hasMessageContaining("remora.n621.de");
        assertThatThrownBy(() -> Verifier.parseWitness(Fixture.SIGNER.verifier().text()))
                .hasMessageContaining("type 4");
        assertThatThrownBy(() -> Verifier.parseWitness(text.replace("da77", "da78")))
                .hasMessageContaining("key id");
    }

    @Test
    void aQuorumVouchesAndEachFaceShowsIt() {
        assertThat(cosignatures.standing().text()).contains("no checkpoint has a quorum yet");
        Note first = ledger.checkpoint().note();
        assertThat(cosignatures.add(cosigned(first, NOW, three.get(0))).text()).contains("of 10 entries 1 so far");
        assertThat(cosignatures.witnessed()).isEmpty();
        Cosignatures.Standing standing = cosignatures.add(cosigned(first, NOW, three.get(2)));
        assertThat(standing.size()).isEqualTo(10);
        assertThat(standing.by()).containsExactly("w.example/1", "w.example/3");
        assertThat(standing.text()).contains("the first 10 entries", "2 of 3");
        PublicLog log = new PublicLog(ledger, cosignatures);
        String shown = new String(log.get("cosigned").orElseThrow().bytes(), StandardCharsets.UTF_8);
        assertThat(Note.parse(shown.getBytes(StandardCharsets.UTF_8)).signatures())
                .hasSize(3);
        assertThat(new String(log.get("checkpoint").orElseThrow().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(shown);
        Fixture.fill(ledger, 10, 20);
        ledger.checkpoint();
        assertThat(new String(log.get("checkpoint").orElseThrow().bytes(), StandardCharsets.UTF_8))
                .doesNotContain("w.example");
        assertThat(new String(log.get("cosigned").orElseThrow().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(shown);
        assertThat(verify().sound()).isTrue();
        assertThat(verify().findings()).extracting(Finding::text).anyMatch(t -> t.contains("the first 10 entries"));
        assertThat(open().standing()).as("after a restart").isEqualTo(standing);
    }

    @Test
    void linesOfStrangersAreDroppedAndCountForNothing() {
        Note note = ledger.checkpoint().note();
        Witness stranger = new Witness("w.example/9", 9);
        assertThatThrownBy(() -> cosignatures.add(cosigned(note, NOW, stranger)))
                .hasMessageContaining("no trusted witness");
        cosignatures.add(cosigned(note, NOW, stranger, three.get(0)));
        assertThat(content()).contains("w.example/1").doesNotContain("w.example/9");
        Witness impostor = new Witness("w.example/2", 9);
        assertThatThrownBy(() -> cosignatures.add(cosigned(note, NOW, impostor)))
                .hasMessageContaining("no trusted witness");
        assertThat(cosignatures.standing().by()).containsExactly("w.example/1");
    }

    @Test
    void aWrongCosignatureIsRefusedWhole() {
        Note note = ledger.checkpoint().note();
        Note.Signature good = three.get(0).line(note.text(), NOW);
        for (int at = 0; at < good.bytes().length; at++) {
            byte[] bytes = good.bytes().clone();
            bytes[at] ^= 1;
            Note bad = new Note(
                    note.text(),
                    List.of(
                            note.signatures().getFirst(),
                            three.get(1).line(note.text(), NOW),
                            new Note.Signature(good.name(), good.keyId(), bytes)));
            assertThatThrownBy(() -> cosignatures.add(bad.encoded().getBytes(StandardCharsets.UTF_8)))
                    .as("byte %d", at)
                    .isInstanceOf(LedgerFailed.class)
                    .hasMessageContaining("w.example/1");
        }
        Note.Signature cut = new Note.Signature(good.name(), good.keyId(), new byte[71]);
        Note.Signature plain =
                new Note.Signature(good.name(), good.keyId(), java.util.Arrays.copyOfRange(good.bytes(), 8, 72));
        for (Note.Signature line : List.of(cut, plain)) {
            Note bad = new Note(note.text(), List.of(note.signatures().getFirst(), line));
            assertThatThrownBy(() -> cosignatures.add(bad.encoded().getBytes(StandardCharsets.UTF_8)))
                    .hasMessageContaining("bytes");
        }
        assertThatThrownBy(() -> cosignatures.add(cosigned(note, NOW, three.get(0), three.get(0))))
                .hasMessageContaining("twice");
        assertThat(cosignatures.standing().newest()).isZero();
    }

    @Test
    void anotherTreeIsRefusedThoughItsKeyIsOurs() {
        ledger.checkpoint();
        Checkpoint forged = new Checkpoint(Fixture.SIGNER.name(), 10, Digest.EMPTY);
        assertThatThrownBy(() -> cosignatures.add(cosigned(forged.sign(Fixture.SIGNER), NOW, three.get(0))))
                .hasMessageContaining("is not of this ledger");
        Checkpoint ahead = new Checkpoint(Fixture.SIGNER.name(), 11, Digest.EMPTY);
        assertThatThrownBy(() -> cosignatures.add(cosigned(ahead.sign(Fixture.SIGNER), NOW, three.get(0))))
                .hasMessageContaining("is not of this ledger");
        Checkpoint nothing = new Checkpoint(Fixture.SIGNER.name(), 0, Digest.EMPTY);
        assertThatThrownBy(() -> cosignatures.add(cosigned(nothing.sign(Fixture.SIGNER), NOW, three.get(0))))
                .hasMessageContaining("is not of this ledger");
        Checkpoint real = ledger.lastCheckpoint().orElseThrow().checkpoint();
        assertThatThrownBy(() -> cosignatures.add(cosigned(real.sign(Fixture.STRANGER), NOW, three.get(0))))
                .hasMessageContaining("not this node's");
        assertThatThrownBy(() -> cosignatures.add("nothing".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("not a signed note");
    }

    @Test
    void theTimeHasBoundsOnBothSides() {
        Note note = ledger.checkpoint().note();
        long oldest = NOW - Cosignatures.AGE_SECONDS_MAX;
        long newest = NOW + Cosignatures.AHEAD_SECONDS_MAX;
        assertThatThrownBy(() -> cosignatures.add(cosigned(note, oldest - 1, three.get(0))))
                .hasMessageContaining("stale");
        assertThatThrownBy(() -> cosignatures.add(cosigned(note, newest + 1, three.get(0))))
                .hasMessageContaining("from the future");
        assertThatThrownBy(() -> cosignatures.add(cosigned(note, -1, three.get(0))))
                .hasMessageContaining("does not match");
        cosignatures.add(cosigned(note, oldest, three.get(0)));
        cosignatures.add(cosigned(note, newest, three.get(1)));
        assertThat(cosignatures.standing().size()).isEqualTo(10);
    }

    @Test
    void aStaleOneDoesNotReplaceANewerOne() {
        Note first = ledger.checkpoint().note();
        cosignatures.add(cosigned(first, NOW, three.get(0)));
        assertThatThrownBy(() -> cosignatures.add(cosigned(first, NOW - 1, three.get(0))))
                .hasMessageContaining("stale");
        cosignatures.add(cosigned(first, NOW, three.get(0)));
        cosignatures.add(cosigned(first, NOW + 1, three.get(0)));
        Fixture.fill(ledger, 10, 20);
        Note second = ledger.checkpoint().note();
        cosignatures.add(cosigned(second, NOW + 2, three.get(0)));
        assertThatThrownBy(() -> cosignatures.add(cosigned(first, NOW + 3, three.get(0))))
                .as("it has moved on")
                .hasMessageContaining("stale");
        cosignatures.add(cosigned(first, NOW + 3, three.get(1)));
        assertThat(cosignatures.standing().size())
                .as("the older one reached its quorum")
                .isEqualTo(10);
        cosignatures.add(cosigned(second, NOW + 4, three.get(1)));
        assertThat(cosignatures.standing().size()).isEqualTo(20);
        assertThatThrownBy(() -> cosignatures.add(cosigned(first, NOW + 5, three.get(2))))
                .as("the quorum has moved on")
                .hasMessageContaining("stale");
        assertThat(content()).doesNotContain("\n10\n").contains("\n20\n");
    }

    @Test
    void onlySoManyWaitAndTheQuorumsIsNeverForgotten() {
        cosignatures.add(cosigned(ledger.checkpoint().note(), NOW, three.get(0), three.get(1)));
        for (int i = 0; i < Cosignatures.CHECKPOINTS_MAX; i++) {
            Fixture.fill(ledger, 10 + i, 11 + i);
            cosignatures.add(cosigned(ledger.checkpoint().note(), NOW, three.get(2)));
            assertThat(cosignatures.standing().size()).isEqualTo(10);
            assertThat(content().split("\n\n", -1)).hasSize(Math.min(i + 2, Cosignatures.CHECKPOINTS_MAX) + 1);
        }
        assertThat(content()).contains("\n10\n").doesNotContain("\n11\n").contains("\n18\n");
    }

    @Test
    void aChangedRecordIsNamedAndNotUsed() {
        cosignatures.add(cosigned(ledger.checkpoint().note(), NOW, three.get(0), three.get(1)));
        LedgerFolder folder = new LedgerFolder(disk, Fixture.FOLDER);
        byte[] good = disk.content(folder.cosigned(), 1 << 16).orElseThrow();
        int warned = 0;
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            disk.replace(folder.cosigned(), bad);
            assertThat(verify().findings())
                    .as("byte %d", at)
                    .anyMatch(f ->
                            f.kind() == Finding.Kind.COSIGNATURE || f.text().contains("nobody"));
            Cosignatures read = open();
            assertThat(read.standing().size()).as("byte %d", at).isZero();
            warned += read.warnings().size();
        }
        assertThat(warned).isGreaterThan(good.length / 2);
        disk.replace(folder.cosigned(), java.util.Arrays.copyOf(good, good.length - 3));
        assertThat(verify().sound()).isFalse();
    }

    @Test
    void aCosignedPastIsNotForgottenByACutLedger() {
        FaultyDisk older = disk.copy();
        Fixture.fill(ledger, 10, 40);
        cosignatures.add(cosigned(ledger.checkpoint().note(), NOW, three.get(0), three.get(1)));
        LedgerFolder folder = new LedgerFolder(disk, Fixture.FOLDER);
        older.replace(
                folder.cosigned(), disk.content(folder.cosigned(), 1 << 16).orElseThrow());
        VerifyReport report =
                LedgerVerify.verify(older, Fixture.FOLDER, Fixture.SIGNER.verifier(), Optional.empty(), witnesses);
        assertThat(report.alarm().orElseThrow().kind()).isEqualTo(Finding.Kind.MISSING);
    }

    @Test
    void witnessesAreBounded() {
        assertThatThrownBy(() -> new Witnesses(List.of(three.get(0).key), 2)).hasMessageContaining("quorum");
        assertThatThrownBy(() -> new Witnesses(List.of(three.get(0).key), 0)).hasMessageContaining("quorum");
        assertThatThrownBy(() -> new Witnesses(List.of(), 1)).hasMessageContaining("quorum");
        assertThatThrownBy(() -> new Witnesses(List.of(three.get(0).key, three.get(0).key), 1))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new Witnesses(List.of(three.get(0).key, new Witness("w.example/other", 1).key), 1))
                .as("one key under two names")
                .hasMessageContaining("another one's key");
        List<Verifier> most = new ArrayList<>();
        for (int i = 0; i < Witnesses.WITNESSES_MAX; i++) {
            most.add(new Witness("w" + i, 100 + i).key);
        }
        assertThat(new Witnesses(most, 16).keys()).hasSize(16);
        most.add(new Witness("w16", 99).key);
        assertThatThrownBy(() -> new Witnesses(most, 9)).hasMessageContaining("at most 16");
    }

    private String content() {
        return new String(
                disk.content(new LedgerFolder(disk, Fixture.FOLDER).cosigned(), 1 << 20)
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }
}
