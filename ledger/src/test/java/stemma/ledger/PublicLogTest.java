package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.LogFailed;
import stemma.store.FaultyDisk;
import stemma.store.StoreFailed;

@Timeout(120)
class PublicLogTest {
    private static final int COMMITMENT_BYTES = Short.BYTES + Hasher.HASH_BYTES;

    private final FaultyDisk disk = new FaultyDisk();

    static PublicLog over(FaultyDisk disk, LedgerFile ledger) {
        return new PublicLog(
                ledger,
                Cosignatures.open(
                        disk, Fixture.FOLDER, ledger, Fixture.SIGNER.verifier(), Witnesses.NONE, Clock.system()));
    }

    @Test
    void tilesAndBundlesOfEverySizeRebuildTheSignedRoot() {
        Random random = new Random(31);
        try (LedgerFile ledger = Fixture.open(disk, 30_000)) {
            PublicLog log = over(disk, ledger);
            for (long size = 0; size < 1_200; ) {
                long next = size + 1 + random.nextInt(200);
                Fixture.fill(ledger, size, next);
                size = next;
                Checkpoint signed = ledger.checkpoint().checkpoint();
                assertThat(text(log, "checkpoint"))
                        .isEqualTo(ledger.lastCheckpoint().orElseThrow().note().encoded());
                assertThat(rebuilt(log, size)).isEqualTo(signed.root());
                assertThat(log.get("tile/0/000.p/1"))
                        .as("a partial tile of an earlier size")
                        .isPresent();
            }
        }
    }

    /** The root as a stranger computes it from the bundles, after comparing every tile with them. */
    private static Digest rebuilt(PublicLog log, long size) {
        List<byte[]> hashes = new ArrayList<>();
        for (TilePath path : TilePath.of(size)) {
            byte[] piece = log.get(path.text()).orElseThrow().bytes();
            if (path.level() == TilePath.ENTRIES) {
                assertThat(piece).hasSize(path.width() * COMMITMENT_BYTES);
                for (int at = 0; at < piece.length; at += COMMITMENT_BYTES) {
                    assertThat(piece[at] << 8 | piece[at + 1]).isEqualTo(Hasher.HASH_BYTES);
                    hashes.add(new Hasher().leaf(Arrays.copyOfRange(piece, at + 2, at + COMMITMENT_BYTES)));
                }
            } else if (path.level() == 0) {
                for (int i = 0; i < path.width(); i++) {
                    assertThat(Arrays.copyOfRange(piece, i * 32, i * 32 + 32))
                            .isEqualTo(hashes.get((int) path.first() + i));
                }
            } else {
                for (int i = 0; i < path.width(); i++) {
                    int from = ((int) path.first() + i) * Tiles.TILE_LEAVES;
                    List<Digest> under = hashes.subList(from, from + Tiles.TILE_LEAVES).stream()
                            .map(Digest::wrap)
                            .toList();
                    assertThat(Arrays.copyOfRange(piece, i * 32, i * 32 + 32))
                            .isEqualTo(MerkleTest.naive(under)
                                    .hash(0, Tiles.TILE_LEAVES)
                                    .bytes());
                }
            }
        }
        return MerkleTest.naive(hashes.stream().map(Digest::wrap).toList()).hash(0, size);
    }

    @Test
    void nothingBeyondTheSignedSizeIsShown() {
        try (LedgerFile ledger = Fixture.open(disk)) {
            PublicLog log = over(disk, ledger);
            Fixture.fill(ledger, 0, 300);
            long size = ledger.checkpoint().checkpoint().size();
            Fixture.fill(ledger, size, size + 1);
            assertThat(log.get("tile/0/001.p/44")).isPresent();
            for (String absent : List.of(
                    "tile/0/001.p/46",
                    "tile/0/001",
                    "tile/1/000.p/2",
                    "tile/2/000.p/1",
                    "tile/entries/001.p/46",
                    "tile/entries/002.p/1",
                    "cosigned",
                    "checkpoints",
                    "leaves",
                    "")) {
                assertThat(log.get(absent)).as(absent).isEmpty();
            }
        }
    }

    /** The same entry twice has two commitments, and neither is a hash of the entry that a guess would give. */
    @Test
    void aCommitmentTellsNothingToAGuess() {
        byte[] guessed = "{\"act\":{\"op\":\"proc.run\",\"target\":\"rm -rf /\"}}".getBytes(StandardCharsets.UTF_8);
        try (LedgerFile ledger = Fixture.open(disk)) {
            for (int i = 0; i < 500; i++) {
                ledger.append(guessed);
            }
            ledger.checkpoint();
            PublicLog log = over(disk, ledger);
            byte[] bundle = log.get("tile/entries/000").orElseThrow().bytes();
            byte[] leaves = log.get("tile/0/000").orElseThrow().bytes();
            Set<Digest> seen = new HashSet<>();
            Hasher hasher = new Hasher();
            Set<Digest> guesses = Set.of(
                    Digest.of(guessed),
                    Digest.wrap(hasher.leaf(guessed)),
                    Digest.wrap(hasher.commitment(new byte[0], guessed)),
                    Digest.wrap(hasher.commitment(new byte[Salts.SALT_BYTES], guessed)),
                    Digest.wrap(hasher.leaf(hasher.commitment(new byte[Salts.SALT_BYTES], guessed))));
            for (int i = 0; i < Tiles.TILE_LEAVES; i++) {
                Digest commitment =
                        Digest.wrap(Arrays.copyOfRange(bundle, i * COMMITMENT_BYTES + 2, (i + 1) * COMMITMENT_BYTES));
                Digest leaf = Digest.wrap(Arrays.copyOfRange(leaves, i * 32, i * 32 + 32));
                assertThat(seen.add(commitment) && seen.add(leaf)).isTrue();
                assertThat(guesses).doesNotContain(commitment, leaf);
                LoggedEntry entry = ledger.entry(i);
                assertThat(Merkle.commitment(entry.salt(), guessed))
                        .as("with its salt it opens")
                        .isEqualTo(commitment);
            }
        }
    }

    /** Wherever the power goes, a checkpoint that is on the disk has every tile under it there too. */
    @Test
    void aCheckpointIsNeverOnDiskBeforeItsTiles() {
        int crashes = 0;
        int shown = 0;
        for (int at = 1; at < 400; at++) {
            FaultyDisk frail = new FaultyDisk();
            frail.powerOffAfter(at);
            boolean off = false;
            try (LedgerFile ledger = Fixture.open(frail, 6_000)) {
                for (int i = 0; i < 600; i += 30) {
                    Fixture.fill(ledger, i, i + 30L);
                    ledger.checkpoint();
                }
            } catch (LogFailed | StoreFailed e) {
                off = true;
            }
            if (!off) {
                break;
            }
            crashes++;
            FaultyDisk found = frail.survivor(new Random(at));
            Optional<byte[]> note = found.content(new LedgerFolder(found, Fixture.FOLDER).checkpoint(), 1 << 16);
            if (note.isPresent()) {
                shown++;
                covered(found, Checkpoint.verified(note.get(), Fixture.SIGNER.verifier()));
            }
        }
        assertThat(crashes).isGreaterThan(60);
        assertThat(shown).isGreaterThan(40);
    }

    /** Looks at the raw files, before any recovery could mend them. */
    private static void covered(FaultyDisk found, Checkpoint signed) {
        LedgerFolder folder = new LedgerFolder(found, Fixture.FOLDER);
        byte[] leaves = found.content(folder.leaves(), 1 << 24).orElseThrow();
        CompactRange range = new CompactRange(new Hasher());
        for (int i = 0; i < signed.size(); i++) {
            range.add(Arrays.copyOfRange(leaves, i * 32, i * 32 + 32));
        }
        assertThat(range.root()).isEqualTo(signed.root());
        int full = (int) (signed.size() / Tiles.TILE_LEAVES);
        byte[] marks = Tiles.marks(folder, full);
        for (int tile = 0; tile < full; tile++) {
            byte[] bytes = Arrays.copyOfRange(leaves, tile * 8_192, tile * 8_192 + 8_192);
            assertThat(Tiles.root(marks, tile)).isEqualTo(new Hasher().perfect(bytes, 0, Tiles.TILE_LEAVES));
        }
    }

    @Test
    void aClosedLogShowsWhatItSignedLast() {
        LedgerFile ledger = Fixture.open(disk);
        Fixture.fill(ledger, 0, 3);
        PublicLog log = over(disk, ledger);
        ledger.close();
        assertThat(log.get("tile/0/000.p/3")).isPresent();
        LedgerFile empty = Fixture.open(new FaultyDisk());
        empty.close();
        PublicLog shut = over(new FaultyDisk(), empty);
        assertThatThrownBy(() -> shut.get("checkpoint")).isInstanceOf(LogFailed.class);
    }

    private static String text(PublicLog log, String name) {
        return new String(log.get(name).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }
}
