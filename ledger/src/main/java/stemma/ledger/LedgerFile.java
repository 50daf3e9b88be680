package stemma.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.core.Log;
import stemma.core.LogFailed;
import stemma.core.Threads;
import stemma.identity.Signer;
import stemma.store.Disk;

/**
 * The node's ledger, open in this process. Thread-safe. The home's lock must be held.
 *
 * <p>A damaged ledger opens too, so that it can be read and shown: {@link #damage()} says what is
 * wrong, entries before the damage can be read, and every append is refused.
 */
public final class LedgerFile implements Log, AutoCloseable {
    /** The most entries one call hands back as a list. */
    public static final int PAGE_ENTRIES_MAX = 1_000;

    private final Opened opened;
    private final EntryReader reader;
    private final Salts salts;
    private final @Nullable Notary notary;
    private final @Nullable Committer committer;

    private LedgerFile(
            Opened opened, Signer signer, Clock clock, Entropy entropy, Threads threads, long segmentBytesMax) {
        this.opened = opened;
        this.salts = new Salts(entropy);
        this.reader = new EntryReader(opened.folder(), opened.tiles(), opened.segments());
        if (opened.damage().isPresent()) {
            this.notary = null;
            this.committer = null;
        } else {
            this.notary = new Notary(opened, signer, clock);
            this.committer = new Committer(opened, reader, notary, clock, threads, segmentBytesMax);
        }
    }

    /** The same with salts from the operating system. */
    public static LedgerFile open(Disk disk, Path folder, Signer signer, Clock clock) {
        return open(disk, folder, signer, clock, Entropy.system());
    }

    /**
     * Opens the ledger in this folder, and begins one when there is none.
     *
     * @param entropy of the salts; whoever can foretell it can test guesses against public commitments
     */
    public static LedgerFile open(Disk disk, Path folder, Signer signer, Clock clock, Entropy entropy) {
        return open(disk, folder, signer, clock, entropy, Committer.SEGMENT_BYTES_MAX);
    }

    static LedgerFile open(Disk disk, Path folder, Signer signer, Clock clock, Entropy entropy, long segmentBytesMax) {
        return open(disk, folder, signer, clock, entropy, Threads.system(), segmentBytesMax);
    }

    /** The same, with its own thread from elsewhere, and a new file of entries at each so many bytes. */
    public static LedgerFile open(
            Disk disk,
            Path folder,
            Signer signer,
            Clock clock,
            Entropy entropy,
            Threads threads,
            long segmentBytesMax) {
        Opened opened = Recovery.open(new LedgerFolder(disk, folder), signer.verifier());
        LedgerFile ledger = new LedgerFile(opened, signer, clock, entropy, threads, segmentBytesMax);
        if (ledger.committer != null) {
            ledger.committer.start();
        }
        return ledger;
    }

    @Override
    public long append(byte[] entry) {
        if (entry.length == 0 || entry.length > ENTRY_BYTES_MAX) {
            throw new IllegalArgumentException("an entry has 1 to " + ENTRY_BYTES_MAX + " bytes, this one "
                    + entry.length + "; log a digest and keep the rest as an object");
        }
        byte[] salt = salts.next();
        return writer().append(salt, entry, Frame.check(salt, entry));
    }

    @Override
    public void awaitDurable(long index) {
        if (index < opened.size()) {
            return;
        }
        writer().await(index);
    }

    private Committer writer() {
        if (committer == null) {
            throw new LogFailed("the ledger is open for reading only: "
                    + opened.damage().map(Damage::why).orElse("") + "; run `stemma log verify`, then restore"
                    + " the ledger from a backup");
        }
        return committer;
    }

    /** What is wrong with the ledger; empty when it is sound. */
    public Optional<Damage> damage() {
        return opened.damage();
    }

    /** What opening it had to repair, one sentence each. */
    public List<String> recovery() {
        return opened.report();
    }

    /** How many entries are durable: the readable indexes are below it. */
    public long size() {
        return committer == null ? opened.size() : committer.durable();
    }

    /** One durable entry. */
    public LoggedEntry entry(long index) {
        requireRange(index, index + 1);
        List<LoggedEntry> found = new ArrayList<>(1);
        reader.forward(index, index + 1, found::add);
        return found.getFirst();
    }

    /** A page of entries in order, at most {@link #PAGE_ENTRIES_MAX}. */
    public List<LoggedEntry> page(long from, int count) {
        List<LoggedEntry> found = new ArrayList<>();
        forward(from, Math.min(size(), from + Math.min(count, PAGE_ENTRIES_MAX)), found::add);
        return found;
    }

    /** Hands over the entries from one index (inclusive) to another (exclusive) until told false. */
    public void forward(long from, long to, Predicate<LoggedEntry> visitor) {
        requireRange(from, to);
        reader.forward(from, to, visitor);
    }

    /** The same, the last entry first. */
    public void backward(long from, long to, Predicate<LoggedEntry> visitor) {
        requireRange(from, to);
        reader.backward(from, to, visitor);
    }

    /** Reads entries as they become durable, from this index on; an old index catches up first. */
    public Follower follow(long from) {
        requireRange(from, size());
        return new Follower(this, from);
    }

    boolean await(long index, long millis) throws InterruptedException {
        return writer().follow(index, millis);
    }

    private void requireRange(long from, long to) {
        if (from < 0 || from > to || to > size()) {
            throw new LedgerFailed("the ledger has entries 0 to " + (size() - 1) + ", not " + from + " to " + (to - 1));
        }
    }

    /** Signs a checkpoint over everything appended before this call. */
    public SignedCheckpoint checkpoint() {
        return writer().checkpoint();
    }

    /** The last checkpoint that this process signed. */
    public Optional<SignedCheckpoint> lastCheckpoint() {
        return notary == null ? Optional.empty() : notary.last();
    }

    /** A proof that this entry is in the log, under the last checkpoint, or a new one if that is older. */
    public LedgerProof prove(long index) {
        LoggedEntry entry = entry(index);
        SignedCheckpoint signed = lastCheckpoint()
                .filter(last -> last.checkpoint().size() > index)
                .orElseGet(this::checkpoint);
        List<Digest> path = tree().inclusion(index, signed.checkpoint().size());
        return new LedgerProof(index, entry.salt(), entry.bytes(), path, signed.note());
    }

    /** A proof that the log of {@code size} continues that of {@code old}; both at most the signed size. */
    public List<Digest> consistency(long old, long size) {
        requireRange(old, size);
        return tree().consistency(old, size);
    }

    /** The tree as it is, at least as large as any checkpoint signed before. Not thread-safe. */
    Subtrees tree() {
        return opened.tiles().view();
    }

    /** Commits and signs what is left, then gives up the files. */
    @Override
    public void close() {
        if (committer == null) {
            opened.tiles().close();
        } else {
            committer.close();
        }
    }
}
