package stemma.ledger.dag;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import stemma.core.ActId;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.core.EntryCodec;
import stemma.core.JsonException;
import stemma.core.Log;
import stemma.ledger.LedgerFailed;
import stemma.store.SaltedObjects;
import stemma.store.StoreFailed;

/**
 * The objects of a node, open for writing. Thread-safe.
 *
 * <pre>
 *   put    file durable --> note "added", with the root --> whatever entry names the object
 *   erase  note "erased", durable --> files unlinked     (a start does what a crash left undone)
 * </pre>
 *
 * <p>The root goes into the log with the object and not with the checkpoint: as every entry that names an
 * object stands after the note that added it, each checkpoint, of whatever size, covers the root that
 * belongs to it. Nothing is written when nothing was added, and acts that leave no object pay nothing.
 */
public final class Dag {
    private final SaltedObjects files;
    private final Log log;
    private final Entropy entropy;
    private final Clock clock;
    private final Map<Digest, ActId> erased;
    private final ReentrantReadWriteLock.ReadLock reading;
    private final ReentrantReadWriteLock.WriteLock erasing;
    private DagRoot root;

    /** The objects in these files, where the log left them. */
    public Dag(SaltedObjects files, Log log, Entropy entropy, Clock clock, DagState state) {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        this.files = files;
        this.log = log;
        this.entropy = entropy;
        this.clock = clock;
        this.erased = new ConcurrentHashMap<>(state.erased());
        this.reading = lock.readLock();
        this.erasing = lock.writeLock();
        this.root = state.root();
    }

    /**
     * Keeps an object and gives its name. The file is durable on return, and the note that vouches for it
     * is so once any later entry is.
     */
    public Digest put(DagObject object) {
        byte[] content = object.content();
        Digest id = files.put(entropy.bytes(SaltedObjects.SALT_BYTES), content);
        DagItem item = new DagItem(id, object.kind(), object.links(), object.acts(), content.length);
        synchronized (this) {
            DagRoot next = root.after(id);
            log.append(EntryCodec.bytes(new DagNote.Added(item, next).entry(clock.millis())));
            root = next;
        }
        return id;
    }

    /** What became of an object. */
    public Kept find(Digest id) {
        ActId by = erased.get(id);
        if (by != null) {
            return new Kept.Erased(by);
        }
        try {
            Optional<byte[]> content = files.get(id);
            return content.isPresent() ? new Kept.Whole(DagObject.parse(content.get())) : new Kept.Lost();
        } catch (StoreFailed | JsonException | IllegalArgumentException damaged) {
            return new Kept.Lost();
        }
    }

    /**
     * Erases the content of objects on behalf of that act; no file of them is left on return. Throws {@link
     * LedgerFailed} during {@link #unerased} work.
     */
    public void erase(List<Digest> ids, ActId by) {
        if (!erasing.tryLock()) {
            throw new LedgerFailed("a backup is being written, and nothing is erased under it; erase again after it");
        }
        try {
            for (int at = 0; at < ids.size(); at += DagNote.Erased.IDS_MAX) {
                List<Digest> some = ids.subList(at, Math.min(ids.size(), at + DagNote.Erased.IDS_MAX));
                log.awaitDurable(log.append(EntryCodec.bytes(new DagNote.Erased(by, some).entry(clock.millis()))));
                some.forEach(id -> erased.put(id, by));
                some.forEach(files::remove);
            }
        } finally {
            erasing.unlock();
        }
    }

    /** Unlinks what was erased and is there again: a crash came between, or an older copy was put in place. */
    public void sweep() {
        erased.keySet().forEach(files::remove);
    }

    /** Work during which nothing is erased, such as a copy of log and objects that must fit each other. */
    @FunctionalInterface
    public interface Unerased<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Does the work; whoever wants to erase something meanwhile is refused. */
    public <T> T unerased(Unerased<T> work) throws IOException, InterruptedException {
        reading.lock();
        try {
            return work.run();
        } finally {
            reading.unlock();
        }
    }
}
