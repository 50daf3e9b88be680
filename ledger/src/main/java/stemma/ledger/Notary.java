package stemma.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import stemma.core.Clock;
import stemma.identity.Signer;
import stemma.store.AppendFile;

/**
 * Signs what is durable. A checkpoint costs a signature and three syncs, so it is not made for each
 * commit but when something new is a second old, when 65,536 entries wait, when somebody asks, and
 * at the close. What no checkpoint covers yet is named as such by {@code stemma log verify}.
 *
 * <p>Order matters: entries are durable, then leaves and tiles, then the signature, then the rename.
 * Each checkpoint some way after the one before is also kept in the history, so that a skilled change
 * of an old entry can be placed between two of them. Used by the committer alone.
 */
final class Notary implements AutoCloseable {
    /** Age of the oldest unsigned entry at which a checkpoint is made. */
    static final long CHECKPOINT_MILLIS = 1_000;

    /** Unsigned entries at which a checkpoint is made at once. */
    static final long UNSIGNED_ENTRIES_MAX = 65_536;

    /** Entries between two checkpoints of the history. */
    static final long HISTORY_ENTRIES = 256;

    private final LedgerFolder folder;
    private final Tiles tiles;
    private final Signer signer;
    private final Clock clock;
    private final AppendFile history;
    private long noted;
    private long signedSize;
    private long unsignedSinceNanos;
    private volatile Optional<SignedCheckpoint> last = Optional.empty();

    Notary(Opened opened, Signer signer, Clock clock) {
        this.folder = opened.folder();
        this.tiles = opened.tiles();
        this.signer = signer;
        this.clock = clock;
        this.noted = opened.noted();
        this.signedSize = opened.signedSize();
        this.history = History.read(folder).append(folder);
        this.unsignedSinceNanos = clock.nanos();
    }

    Optional<SignedCheckpoint> last() {
        return last;
    }

    /** Entries were added; remembers since when something is unsigned. */
    void added(boolean first) {
        if (first) {
            unsignedSinceNanos = clock.nanos();
        }
    }

    boolean unsigned() {
        return tiles.size() > signedSize;
    }

    /** Nanoseconds until a checkpoint is due; zero or less when it is. Only while something is unsigned. */
    long dueNanos() {
        return tiles.size() - signedSize >= UNSIGNED_ENTRIES_MAX
                ? 0
                : unsignedSinceNanos + CHECKPOINT_MILLIS * 1_000_000 - clock.nanos();
    }

    /** Signs and publishes a checkpoint over everything durable. */
    SignedCheckpoint publish() {
        tiles.flush();
        tiles.sync();
        Checkpoint checkpoint = new Checkpoint(signer.name(), tiles.size(), tiles.root());
        SignedCheckpoint signed = new SignedCheckpoint(checkpoint, checkpoint.sign(signer));
        byte[] note = signed.note().encoded().getBytes(StandardCharsets.UTF_8);
        folder.disk().replace(folder.checkpoint(), note);
        if (checkpoint.size() >= noted + HISTORY_ENTRIES) {
            history.append(ByteBuffer.wrap(note));
            history.sync();
            noted = checkpoint.size();
        }
        signedSize = checkpoint.size();
        last = Optional.of(signed);
        return signed;
    }

    @Override
    public void close() {
        history.close();
    }
}
