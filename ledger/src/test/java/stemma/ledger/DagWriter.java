package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import stemma.core.ActId;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.ledger.dag.Dag;
import stemma.ledger.dag.DagObject;
import stemma.ledger.dag.DagState;
import stemma.store.FaultyDisk;
import stemma.store.SaltedObjects;

/** Fills a log with entries of which every so many-th adds an object, and one has two of them erased. */
final class DagWriter {
    static final Path OBJECTS = Fixture.FOLDER.resolveSibling("objects");

    private static final int ERASING = 155;

    private final LedgerFile ledger;
    private final Dag dag;
    private final int every;
    private final Random random = new Random(7);
    private final Map<Digest, Long> added = new TreeMap<>();
    private final List<Digest> ids = new ArrayList<>();

    DagWriter(FaultyDisk disk, LedgerFile ledger, int every) {
        this.ledger = ledger;
        this.every = every;
        this.dag = new Dag(
                new SaltedObjects(disk, OBJECTS),
                ledger,
                count -> Fixture.random(random, count),
                Clock.system(),
                new DagState());
    }

    void fill(int from, int to) {
        for (int i = from; i < to; i++) {
            if (i % every == every - 1) {
                Digest id = dag.put(object(i));
                ids.add(id);
                added.put(id, (long) i);
            } else if (i == ERASING) {
                List<Digest> gone = List.of(ids.get(1), ids.get(4));
                dag.erase(gone, new ActId(1, 1));
                gone.forEach(added::remove);
            } else {
                ledger.append(Fixture.entry(i));
            }
        }
        ledger.awaitDurable(to - 1);
    }

    private DagObject object(int i) {
        List<Digest> links = ids.isEmpty() ? List.of() : List.of(ids.getLast(), ids.get(random.nextInt(ids.size())));
        return DagObject.of(
                        "message",
                        "number " + i,
                        Json.object()
                                .put("n", i)
                                .put("text", "x".repeat(i * 37 % 900))
                                .build())
                .from(links);
    }

    /** The files that are there, each with the entry that added its object. */
    Map<Path, Long> objects() {
        Map<Path, Long> files = new TreeMap<>();
        added.forEach((id, index) -> files.put(file(id), index));
        return files;
    }

    static Path file(Digest id) {
        return OBJECTS.resolve(id.hex().substring(0, 2)).resolve(id.hex().substring(2));
    }

    /** The same object, as if it came from the one in that file. */
    static byte[] linkedAnew(byte[] file, Path other) {
        String content = new String(SaltedObjects.content(file), StandardCharsets.UTF_8);
        String link = OBJECTS.relativize(other).toString().replace("/", "");
        byte[] changed = content.replaceFirst("\"links\":\\[[^]]*]", "\"links\":[\"" + link + "\"]")
                .getBytes(StandardCharsets.UTF_8);
        byte[] bytes = java.util.Arrays.copyOf(file, SaltedObjects.SALT_BYTES + changed.length);
        System.arraycopy(changed, 0, bytes, SaltedObjects.SALT_BYTES, changed.length);
        return bytes;
    }
}
