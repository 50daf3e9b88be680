package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import stemma.core.Clock;
import stemma.ledger.dag.DagAudit;
import stemma.store.FaultyDisk;
import stemma.store.SaltedObjects;

/**
 * Somebody does one random thing of twelve kinds to one file of the log or of the objects, to all of them,
 * or to the past itself. No kind goes unnoticed, and where an entry or an object was touched the first bad
 * one is named exactly.
 */
@Timeout(300)
class RandomTamperTest {
    private static final int ENTRIES = 600;
    private static final int CHANGES = Fixture.DEEP ? 20_000 : 2_000;
    private static final int FILE_BYTES_MAX = 1 << 24;

    /** What is done. */
    private enum Deed {
        FLIP,
        OVERWRITE,
        CUT,
        INSERT,
        REMOVE_BYTES,
        SWAP_FRAMES,
        REMOVE_OBJECT,
        EXCHANGE_OBJECTS,
        LINK_ANEW,
        OLDER_OBJECTS,
        OLDER_COPY,
        FORK
    }

    private final FaultyDisk disk = new FaultyDisk();
    private final LedgerFolder folder = new LedgerFolder(disk, Fixture.FOLDER);
    private final List<FaultyDisk> older = new ArrayList<>();
    private final List<LoggedEntry> entries = new ArrayList<>();
    private final Map<Path, Long> objects = new TreeMap<>();
    private Witnesses witnesses = Witnesses.NONE;
    private List<Finding> untouched = List.of();
    private Checkpoint remembered = new Checkpoint("nobody", 0, stemma.core.Digest.EMPTY);

    @BeforeEach
    void write() {
        CosignaturesTest.Witness witness = new CosignaturesTest.Witness("w.example/1", 1);
        witnesses = new Witnesses(List.of(witness.key), 1);
        try (LedgerFile ledger = Fixture.open(disk, 40_000)) {
            DagWriter writer = new DagWriter(disk, ledger, 10);
            for (int i = 0; i < ENTRIES; i += 100) {
                older.add(disk.copy());
                writer.fill(i, i + 100);
                remembered = ledger.checkpoint().checkpoint();
            }
            objects.putAll(writer.objects());
            Note note = ledger.checkpoint().note();
            long now = Clock.system().millis() / 1_000;
            Cosignatures.open(disk, Fixture.FOLDER, ledger, Fixture.SIGNER.verifier(), witnesses, Clock.system())
                    .add(new Note(note.text(), List.of(note.signatures().getFirst(), witness.line(note.text(), now)))
                            .encoded()
                            .getBytes(StandardCharsets.UTF_8));
            entries.addAll(ledger.page(0, ENTRIES));
        }
        older.removeFirst();
        VerifyReport report = verify(disk);
        assertThat(report.sound()).isTrue();
        untouched = report.findings();
        assertThat(untouched)
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Finding.Kind.ERASED, Finding.Kind.VOUCHED, Finding.Kind.WITNESSED);
    }

    @Test
    void everyRandomDeedIsFound(TestReporter reporter) {
        Random random = new Random(20_261_121);
        Map<Deed, Integer> done = new EnumMap<>(Deed.class);
        for (int i = 0; i < CHANGES; i++) {
            Deed deed = deed(random);
            switch (deed) {
                case OLDER_COPY -> olderCopy(random);
                case FORK -> fork(random);
                case SWAP_FRAMES -> swap(random);
                case OLDER_OBJECTS -> olderObjects(random);
                case REMOVE_OBJECT, EXCHANGE_OBJECTS, LINK_ANEW -> object(deed, random);
                default -> change(deed, random);
            }
            done.merge(deed, 1, Integer::sum);
        }
        assertThat(done).containsOnlyKeys(Deed.values());
        Fixture.shown(reporter, "random-deeds-found", CHANGES, "deeds");
    }

    /** Copies and forks cost a whole ledger each, so they are rarer. */
    private static Deed deed(Random random) {
        Deed[] all = Deed.values();
        int pick = random.nextInt(100);
        return pick < 2 ? Deed.FORK : pick < 6 ? Deed.OLDER_COPY : all[random.nextInt(all.length - 2)];
    }

    private VerifyReport verify(FaultyDisk found) {
        return LedgerVerify.verify(
                found,
                Fixture.FOLDER,
                Fixture.SIGNER.verifier(),
                Optional.of(remembered),
                witnesses,
                new DagAudit(new SaltedObjects(found, DagWriter.OBJECTS)));
    }

    private void change(Deed deed, Random random) {
        List<Path> files = random.nextBoolean() ? disk.list(Fixture.FOLDER) : List.copyOf(objects.keySet());
        Path file = files.get(random.nextInt(files.size()));
        byte[] before = disk.content(file, FILE_BYTES_MAX).orElseThrow();
        int at = random.nextInt(before.length);
        byte[] after = changed(deed, before, at, random);
        if (Arrays.equals(before, after)) {
            return;
        }
        FaultyDisk copy = disk.copy();
        copy.replace(file, after);
        VerifyReport report = verify(copy);
        String what = deed + " at byte " + at + " of " + file;
        assertThat(report.findings()).as(what).isNotEqualTo(untouched);
        if (objects.containsKey(file)) {
            assertThat(report.alarm().orElseThrow().index()).as(what).isEqualTo(objects.get(file));
        } else if (file.getFileName().toString().startsWith("entries-")) {
            int first = Arrays.mismatch(before, after);
            assertThat(report.alarm().orElseThrow().index()).as(what).isEqualTo(owner(file, first));
        }
    }

    private static byte[] changed(Deed deed, byte[] before, int at, Random random) {
        int count = Math.min(before.length - at, 1 + random.nextInt(64));
        byte[] noise = Fixture.random(random, count);
        return switch (deed) {
            case FLIP -> joined(before, at, new byte[] {(byte) (before[at] ^ 1 << random.nextInt(8))}, at + 1);
            case OVERWRITE -> joined(before, at, noise, at + count);
            case CUT -> Arrays.copyOf(before, at);
            case INSERT -> joined(before, at, noise, at);
            case REMOVE_BYTES -> joined(before, at, new byte[0], at + count);
            default -> throw new IllegalArgumentException(deed.toString());
        };
    }

    private static byte[] joined(byte[] all, int head, byte[] middle, int tail) {
        byte[] joined = Arrays.copyOf(all, head + middle.length + all.length - tail);
        System.arraycopy(middle, 0, joined, head, middle.length);
        System.arraycopy(all, tail, joined, head + middle.length, all.length - tail);
        return joined;
    }

    /** Two neighbours change places, with checks that fit their new ones. */
    private void swap(Random random) {
        int first = random.nextInt(ENTRIES - 1);
        LedgerFolder.Segment segment = holding(first);
        int at = offset(segment, first);
        byte[] bytes = disk.content(segment.file(), FILE_BYTES_MAX).orElseThrow();
        LoggedEntry one = entries.get(first);
        LoggedEntry two = entries.get(first + 1);
        if (at + Frame.bytes(one.bytes().length) + Frame.bytes(two.bytes().length) > bytes.length) {
            return;
        }
        int next = Frame.write(bytes, at, two.salt(), two.bytes(), Frame.check(two.salt(), two.bytes()), first);
        Frame.write(bytes, next, one.salt(), one.bytes(), Frame.check(one.salt(), one.bytes()), first + 1L);
        FaultyDisk copy = disk.copy();
        copy.replace(segment.file(), bytes);
        Finding alarm = verify(copy).alarm().orElseThrow();
        assertThat(alarm.kind()).isEqualTo(Finding.Kind.CHANGED);
        assertThat(alarm.index()).isEqualTo(first);
    }

    /** One object goes, or two change places, or one says that it came from something else. */
    private void object(Deed deed, Random random) {
        List<Path> files = List.copyOf(objects.keySet());
        Path one = files.get(random.nextInt(files.size()));
        Path two = files.get(random.nextInt(files.size()));
        byte[] first = disk.content(one, FILE_BYTES_MAX).orElseThrow();
        byte[] second = disk.content(two, FILE_BYTES_MAX).orElseThrow();
        FaultyDisk copy = disk.copy();
        switch (deed) {
            case REMOVE_OBJECT -> copy.remove(one);
            case EXCHANGE_OBJECTS -> {
                if (one.equals(two)) {
                    return;
                }
                copy.replace(one, second);
                copy.replace(two, first);
            }
            default -> copy.replace(one, DagWriter.linkedAnew(first, two));
        }
        Finding alarm = verify(copy).alarm().orElseThrow();
        long other = deed == Deed.EXCHANGE_OBJECTS ? added(two) : Long.MAX_VALUE;
        assertThat(alarm.index()).isEqualTo(Math.min(added(one), other));
        assertThat(alarm.text())
                .contains(
                        switch (deed) {
                            case REMOVE_OBJECT -> "is missing";
                            case EXCHANGE_OBJECTS -> "was exchanged";
                            default -> "was linked anew";
                        });
    }

    private long added(Path object) {
        return objects.getOrDefault(object, -1L);
    }

    /** The log is as it was, and its objects are those of an earlier day. */
    private void olderObjects(Random random) {
        int day = random.nextInt(older.size());
        FaultyDisk copy = disk.copy();
        objects.keySet().forEach(copy::remove);
        FaultyDisk then = older.get(day);
        for (Path file : objects.keySet()) {
            then.content(file, FILE_BYTES_MAX).ifPresent(bytes -> copy.replace(file, bytes));
        }
        Finding alarm = verify(copy).alarm().orElseThrow();
        assertThat(alarm.kind()).isEqualTo(Finding.Kind.ROLLED_BACK);
        assertThat(alarm.index()).isEqualTo((day + 1) * 100L + 9);
    }

    private void olderCopy(Random random) {
        int copy = random.nextInt(older.size());
        Finding alarm = verify(older.get(copy)).alarm().orElseThrow();
        assertThat(alarm.kind()).isEqualTo(Finding.Kind.ROLLED_BACK);
        assertThat(alarm.index()).isEqualTo((copy + 1) * 100L);
    }

    /** The owner writes another past with the true key and the true salts, and signs it again. */
    private void fork(Random random) {
        int victim = random.nextInt(ENTRIES);
        FaultyDisk forged = new FaultyDisk();
        try (LedgerFile ledger = Fixture.open(forged, 40_000)) {
            for (int i = 0; i < ENTRIES; i++) {
                ledger.append(
                        i == victim
                                ? "{\"forged\":true}".getBytes(StandardCharsets.UTF_8)
                                : entries.get(i).bytes());
            }
        }
        VerifyReport seen = verify(forged);
        assertThat(seen.findings()).extracting(Finding::kind).contains(Finding.Kind.FORKED);
        if (!objects.containsValue((long) victim)
                && Fixture.entry(victim).length == entries.get(victim).bytes().length) {
            assertThat(seen.alarm().orElseThrow().kind()).isEqualTo(Finding.Kind.FORKED);
        }
        forged.replace(
                folder.cosigned(),
                disk.content(folder.cosigned(), FILE_BYTES_MAX).orElseThrow());
        VerifyReport seenByWitness =
                LedgerVerify.verify(forged, Fixture.FOLDER, Fixture.SIGNER.verifier(), Optional.empty());
        assertThat(seenByWitness.alarm().orElseThrow().kind()).isEqualTo(Finding.Kind.CHANGED);
    }

    private LedgerFolder.Segment holding(long index) {
        return folder.segments().stream()
                .filter(s -> s.first() <= index)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private int offset(LedgerFolder.Segment segment, long index) {
        int at = 0;
        for (long i = segment.first(); i < index; i++) {
            at += Frame.bytes(entries.get((int) i).bytes().length);
        }
        return at;
    }

    /** The entry whose frame holds this byte; behind the last byte, the one that would come next. */
    private long owner(Path file, int at) {
        LedgerFolder.Segment segment = folder.segments().stream()
                .filter(s -> s.file().equals(file))
                .findFirst()
                .orElseThrow();
        long index = segment.first();
        for (int end = 0; index < ENTRIES; index++) {
            end += Frame.bytes(entries.get((int) index).bytes().length);
            if (at < end) {
                return index;
            }
        }
        return index;
    }
}
