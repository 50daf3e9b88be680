package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import stemma.core.LogFailed;
import stemma.identity.Signer;
import stemma.store.FaultyDisk;

/** Somebody alters the files of a closed ledger; verification says where. */
@Timeout(300)
class TamperTest {
    private static final int ENTRIES = 700;
    private static final int POSITIONS = Fixture.DEEP ? 20_000 : 2_000;
    private static final int CUTS = 300;
    private static final int FORGERIES = 20;
    private static final int FILE_BYTES_MAX = 1 << 24;

    private final FaultyDisk disk = new FaultyDisk();
    private final LedgerFolder folder = new LedgerFolder(disk, Fixture.FOLDER);
    private Checkpoint remembered = new Checkpoint("nobody", 0, stemma.core.Digest.EMPTY);

    private TestReporter reporter;

    @BeforeEach
    void write(TestReporter tests) {
        reporter = tests;
        try (LedgerFile ledger = Fixture.open(disk, 40_000)) {
            for (int i = 0; i < ENTRIES; i += 100) {
                Fixture.fill(ledger, i, i + 100L);
                remembered = ledger.checkpoint().checkpoint();
            }
        }
    }

    private void named(long changes) {
        Fixture.shown(reporter, "file-changes-named", changes, "changes");
    }

    private VerifyReport verify(FaultyDisk found, Optional<Checkpoint> seen) {
        return LedgerVerify.verify(found, Fixture.FOLDER, Fixture.SIGNER.verifier(), seen);
    }

    @Test
    void anUntouchedLedgerIsSound() {
        VerifyReport report = verify(disk, Optional.of(remembered));
        assertThat(report.findings()).isEmpty();
        assertThat(report.size()).isEqualTo(ENTRIES);
        assertThat(report.root()).isEqualTo(remembered.root());
    }

    @Test
    void everyFlippedByteIsNamed() {
        Random random = new Random(20_260_101);
        List<Path> files = disk.list(Fixture.FOLDER);
        assertThat(files).hasSizeGreaterThan(6);
        for (int i = 0; i < POSITIONS; i++) {
            Path file = files.get(random.nextInt(files.size()));
            FaultyDisk copy = disk.copy();
            byte[] bytes = copy.content(file, FILE_BYTES_MAX).orElseThrow();
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            copy.replace(file, bytes);
            VerifyReport report = verify(copy, Optional.of(remembered));
            assertThat(report.findings()).as("byte %d of %s", at, file).isNotEmpty();
            if (file.getFileName().toString().startsWith("entries-")) {
                assertThat(report.alarm().orElseThrow().index()).isEqualTo(owner(file, at));
            }
        }
        named(POSITIONS);
    }

    /**
     * Opening after a flip throws nothing: what is derived is made anew, a foreign checkpoint is damage, and
     * an old entry, which opening does not read, is found by verification. The last note of the history may
     * look cut short, which a crash does too.
     */
    @Test
    void everyFlippedByteLeavesALedgerThatOpens() {
        Random random = new Random(20_260_102);
        List<Path> files = disk.list(Fixture.FOLDER);
        Set<Path> derived = Set.of(folder.leaves(), folder.tiles());
        for (int i = 0; i < POSITIONS / 4; i++) {
            Path file = files.get(random.nextInt(files.size()));
            FaultyDisk copy = disk.copy();
            byte[] bytes = copy.content(file, FILE_BYTES_MAX).orElseThrow();
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            copy.replace(file, bytes);
            try (LedgerFile ledger = Fixture.open(copy)) {
                if (!folder.segments().stream().anyMatch(s -> s.file().equals(file))) {
                    assertThat(ledger.damage().isPresent())
                            .as("byte %d of %s", at, file)
                            .isEqualTo(file.equals(folder.checkpoint()));
                }
            }
            VerifyReport report = verify(copy, Optional.of(remembered));
            if (!file.equals(folder.checkpoints())) {
                assertThat(report.sound()).as("byte %d of %s", at, file).isEqualTo(derived.contains(file));
            }
            if (derived.contains(file) && !report.findings().isEmpty()) {
                assertThat(report.findings().getFirst().text()).contains("delete the files leaves and tiles");
                derived.forEach(copy::remove);
                Fixture.open(copy).close();
                assertThat(verify(copy, Optional.of(remembered)).findings()).isEmpty();
            }
        }
    }

    @Test
    void aMarkThatPointsNowhereDoesNotKeepTheLedgerShut() {
        for (int tile = 0; tile < ENTRIES / Tiles.TILE_LEAVES; tile++) {
            for (long offset : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1, 1L << 40}) {
                FaultyDisk copy = disk.copy();
                byte[] marks = content(copy, folder.tiles());
                ByteBuffer.wrap(marks).putLong(tile * Tiles.MARK_BYTES + Hasher.HASH_BYTES, offset);
                copy.replace(folder.tiles(), marks);
                try (LedgerFile ledger = Fixture.open(copy)) {
                    assertThat(ledger.damage())
                            .as("tile %d at %d", tile, offset)
                            .isEmpty();
                    assertThat(ledger.entry(ENTRIES - 1).bytes()).isEqualTo(Fixture.entry(ENTRIES - 1));
                }
                assertThat(verify(copy, Optional.of(remembered)).sound()).isTrue();
            }
        }
    }

    /** Opening does not look at old marks, so reading meets them; the way out that it names is one. */
    @Test
    void readingByAnOldMarkThatIsWrongNamesTheWayOut() {
        FaultyDisk copy = disk.copy();
        byte[] marks = content(copy, folder.tiles());
        ByteBuffer.wrap(marks).putLong(Hasher.HASH_BYTES, 1);
        copy.replace(folder.tiles(), marks);
        int index = 7;
        try (LedgerFile ledger = Fixture.open(copy)) {
            assertThat(ledger.damage()).isEmpty();
            assertThatThrownBy(() -> ledger.entry(index))
                    .isInstanceOf(LedgerFailed.class)
                    .hasMessageContaining("entry 0 is whole, but " + folder.tiles())
                    .hasMessageContaining("delete the files leaves and tiles")
                    .hasMessageNotContaining("backup");
        }
        copy.remove(folder.leaves());
        copy.remove(folder.tiles());
        try (LedgerFile ledger = Fixture.open(copy)) {
            assertThat(ledger.entry(index).bytes()).isEqualTo(Fixture.entry(index));
        }
    }

    @Test
    void readingADamagedEntryAsksForABackup() {
        FaultyDisk copy = disk.copy();
        Path file = folder.segments().getFirst().file();
        byte[] bytes = content(copy, file);
        bytes[bytes.length / 2] ^= 1;
        copy.replace(file, bytes);
        long bad = owner(file, bytes.length / 2);
        try (LedgerFile ledger = Fixture.open(copy)) {
            assertThatThrownBy(() -> ledger.entry(bad))
                    .isInstanceOf(LedgerFailed.class)
                    .hasMessageContaining("entry " + bad + " in " + file + " is damaged")
                    .hasMessageContaining("restore the ledger from a backup");
        }
    }

    /** The entry whose frame holds this byte. */
    private long owner(Path file, int at) {
        LedgerFolder.Segment segment = folder.segments().stream()
                .filter(s -> s.file().equals(file))
                .findFirst()
                .orElseThrow();
        long index = segment.first();
        for (long end = 0; ; index++) {
            end += Frame.bytes(Fixture.entry(index).length);
            if (at < end) {
                return index;
            }
        }
    }

    @Test
    void everyCutIsNamed() {
        Random random = new Random(7);
        for (int i = 0; i < CUTS; i++) {
            List<LedgerFolder.Segment> segments = folder.segments();
            LedgerFolder.Segment segment = segments.get(random.nextInt(segments.size()));
            FaultyDisk copy = disk.copy();
            byte[] bytes = copy.content(segment.file(), FILE_BYTES_MAX).orElseThrow();
            int length = random.nextInt(bytes.length);
            copy.replace(segment.file(), java.util.Arrays.copyOf(bytes, length));
            Finding alarm = verify(copy, Optional.empty()).alarm().orElseThrow();
            assertThat(alarm.index()).isEqualTo(owner(segment.file(), length));
        }
        FaultyDisk copy = disk.copy();
        copy.remove(folder.segments().getFirst().file());
        assertThat(verify(copy, Optional.empty()).alarm().orElseThrow().kind()).isEqualTo(Finding.Kind.MISSING);
        named(CUTS + 1);
    }

    @Test
    void aForgerWhoMendsEveryHashIsPlacedBetweenTwoCheckpoints() {
        Random random = new Random(11);
        for (int i = 0; i < FORGERIES; i++) {
            int victim = random.nextInt(ENTRIES);
            FaultyDisk copy = rewritten(Fixture.SIGNER, victim);
            copy.replace(folder.checkpoint(), content(disk, folder.checkpoint()));
            copy.replace(folder.checkpoints(), content(disk, folder.checkpoints()));
            Finding alarm = verify(copy, Optional.empty()).alarm().orElseThrow();
            assertThat(alarm.kind()).isEqualTo(Finding.Kind.CHANGED);
            assertThat(alarm.index()).isBetween(victim - 300L, (long) victim);
        }
        named(FORGERIES);
    }

    @Test
    void swappedEntriesWithMendedChecksAreNamed() {
        FaultyDisk copy = disk.copy();
        LedgerFolder.Segment segment = folder.segments().getFirst();
        byte[] bytes = content(copy, segment.file());
        List<LoggedEntry> entries;
        try (LedgerFile ledger = Fixture.open(disk.copy())) {
            entries = ledger.page(0, 2);
        }
        int at = 0;
        for (long index : new long[] {1, 0}) {
            LoggedEntry entry = entries.get((int) index);
            int check = Frame.check(entry.salt(), entry.bytes());
            at = Frame.write(bytes, at, entry.salt(), entry.bytes(), check, 1 - index);
        }
        copy.replace(segment.file(), bytes);
        Finding alarm = verify(copy, Optional.empty()).alarm().orElseThrow();
        assertThat(alarm.kind()).isEqualTo(Finding.Kind.CHANGED);
        assertThat(alarm.index()).isZero();
        named(1);
    }

    @Test
    void aStrangersSignatureIsNamed() {
        FaultyDisk copy = rewritten(Fixture.STRANGER, 5);
        VerifyReport report = verify(copy, Optional.empty());
        assertThat(report.alarm().orElseThrow().kind()).isEqualTo(Finding.Kind.RESIGNED);
        try (LedgerFile ledger = Fixture.open(copy)) {
            assertThat(ledger.damage()).isPresent();
        }
        named(1);
    }

    @Test
    void theOwnersOwnRewriteIsAForkToWhoeverRemembers() {
        FaultyDisk copy = rewritten(Fixture.SIGNER, 5);
        assertThat(verify(copy, Optional.empty()).sound()).isTrue();
        Finding alarm = verify(copy, Optional.of(remembered)).alarm().orElseThrow();
        assertThat(alarm.kind()).isEqualTo(Finding.Kind.FORKED);
        named(1);
    }

    @Test
    void anOlderCopyIsNamed() {
        FaultyDisk older = disk.copy();
        try (LedgerFile ledger = Fixture.open(disk)) {
            Fixture.fill(ledger, ENTRIES, ENTRIES + 10);
            remembered = ledger.checkpoint().checkpoint();
        }
        Finding alarm = verify(older, Optional.of(remembered)).alarm().orElseThrow();
        assertThat(alarm).isNotNull();
        assertThat(alarm.kind()).as(alarm.text()).isEqualTo(Finding.Kind.ROLLED_BACK);
        assertThat(alarm.index()).isEqualTo(ENTRIES);
        named(1);
    }

    @Test
    void aDamagedLedgerOpensForReadingUpToTheDamage() {
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            LedgerFolder.Segment last = folder.segments().getLast();
            FaultyDisk copy = disk.copy();
            byte[] bytes = content(copy, last.file());
            int at = random.nextInt(bytes.length);
            bytes[at] ^= 1;
            copy.replace(last.file(), bytes);
            byte[] before = content(copy, last.file());
            try (LedgerFile ledger = Fixture.open(copy)) {
                long bad = owner(last.file(), at);
                assertThat(ledger.damage().map(Damage::index)).contains(bad);
                assertThat(ledger.damage().orElseThrow().why()).contains("entry " + bad);
                assertThat(ledger.entry(bad - 1).bytes()).isEqualTo(Fixture.entry(bad - 1));
                assertThatThrownBy(() -> ledger.entry(bad)).isInstanceOf(LedgerFailed.class);
                assertThatThrownBy(() -> ledger.append(new byte[1]))
                        .isInstanceOf(LogFailed.class)
                        .hasMessageContaining("log verify");
            }
            assertThat(content(copy, last.file())).isEqualTo(before);
        }
    }

    @Test
    void lostDerivedFilesAreMadeAgain() {
        for (Path derived : List.of(folder.leaves(), folder.tiles())) {
            FaultyDisk copy = disk.copy();
            copy.remove(derived);
            try (LedgerFile ledger = Fixture.open(copy)) {
                assertThat(ledger.damage()).isEmpty();
                assertThat(ledger.recovery()).isNotEmpty();
            }
            assertThat(verify(copy, Optional.of(remembered)).findings()).isEmpty();
        }
    }

    /** A ledger of the same length with one entry replaced, all hashes and signatures consistent. */
    private static FaultyDisk rewritten(Signer signer, int victim) {
        FaultyDisk copy = new FaultyDisk();
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            entries.add(i == victim ? "{\"forged\":true}".getBytes(StandardCharsets.UTF_8) : Fixture.entry(i));
        }
        try (LedgerFile ledger =
                LedgerFile.open(copy, Fixture.FOLDER, signer, stemma.core.Clock.system(), Fixture.salts(), 40_000)) {
            entries.forEach(ledger::append);
            ledger.awaitDurable(ENTRIES - 1);
        }
        return copy;
    }

    private static byte[] content(FaultyDisk disk, Path file) {
        return disk.content(file, FILE_BYTES_MAX).orElseThrow();
    }
}
