package stemma.ledger.dag;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Json;
import stemma.core.Log;
import stemma.ledger.Finding;
import stemma.store.FaultyDisk;
import stemma.store.SaltedObjects;
import stemma.store.StateDb;
import stemma.store.StateFile;

/** A DAG over a log in memory and a disk that can fail. */
final class DagRig implements Log {
    static final Path ROOT = Path.of("/objects");

    final FaultyDisk disk;
    final List<byte[]> log = new ArrayList<>();
    final Dag dag;
    private final Random random = new Random(5);

    DagRig() {
        this(new FaultyDisk(), List.of());
    }

    /** Opened anew over what another left. */
    DagRig(FaultyDisk disk, List<byte[]> before) {
        this.disk = disk;
        log.addAll(before);
        DagState state = new DagState();
        before.forEach(bytes -> state.read(EntryCodec.parse(bytes)));
        dag = new Dag(files(), this, this::random, Clock.system(), state);
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    SaltedObjects files() {
        return new SaltedObjects(disk, ROOT);
    }

    static DagObject object(String kind, String title, Digest... from) {
        return DagObject.of(kind, title, Json.object().put("text", title).build())
                .from(List.of(from));
    }

    Digest put(String kind, String title, Digest... from) {
        return dag.put(object(kind, title, from));
    }

    List<Finding> audit() {
        DagAudit audit = new DagAudit(files());
        for (int i = 0; i < log.size(); i++) {
            if (EntryCodec.parse(log.get(i)) instanceof Entry.Noted note) {
                audit.note(i, note);
            }
        }
        return audit.findings(true);
    }

    Optional<Finding> alarm() {
        return audit().stream().filter(f -> f.kind().alarming()).findFirst();
    }

    /** The tables over the log as it is. */
    StateDb tables(Path folder) {
        StateDb db = StateFile.open(folder.resolve("state.db"), folder, List.of());
        DagTable table = new DagTable();
        db.write(sql -> {
            table.drop(sql);
            table.create(sql);
            for (int i = 0; i < log.size(); i++) {
                table.apply(sql, i, EntryCodec.parse(log.get(i)));
            }
            return 0;
        });
        return db;
    }

    static Path file(Digest id) {
        return ROOT.resolve(id.hex().substring(0, 2)).resolve(id.hex().substring(2));
    }

    @Override
    public long append(byte[] entry) {
        log.add(entry);
        return log.size() - 1L;
    }

    @Override
    public void awaitDurable(long index) {}
}
