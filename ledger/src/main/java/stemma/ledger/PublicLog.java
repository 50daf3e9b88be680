package stemma.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import stemma.core.LogFailed;

/**
 * What strangers may see of the log: a checkpoint, the tiles of the tree under it, and in place of each
 * entry its salted commitment. It is one tree with the ledger's own, so that one root stands for both;
 * a commitment tells nothing about its entry to whoever has not been given the salt. How many entries
 * there are, and when they came, is not hidden.
 *
 * <p>Nothing beyond the last signed checkpoint is shown, and a checkpoint is only signed once its
 * entries, leaf hashes and tiles are durable. Thread-safe.
 *
 * @see <a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>
 */
public final class PublicLog {
    static final String CHECKPOINT = "checkpoint";
    static final String COSIGNED = "cosigned";

    private final LedgerFile ledger;
    private final Cosignatures cosignatures;

    public PublicLog(LedgerFile ledger, Cosignatures cosignatures) {
        this.ledger = ledger;
        this.cosignatures = cosignatures;
    }

    /**
     * One static piece.
     *
     * @param tile whether it is bytes that never change; else it is a note, which the next one replaces
     */
    public record Piece(byte[] bytes, boolean tile) {}

    /** The piece of this name, relative to the log's address; empty when the log has none such. */
    public Optional<Piece> get(String name) {
        return switch (name) {
            case CHECKPOINT -> Optional.of(note(cosignatures.dressed(signed())));
            case COSIGNED -> cosignatures.witnessed().map(PublicLog::note);
            default ->
                TilePath.parse(name)
                        .filter(path -> path.within(signed().checkpoint().size()))
                        .map(path -> new Piece(tile(path), true));
        };
    }

    /** The checkpoint that bounds what is shown. Throws {@link LogFailed} when none can be signed. */
    SignedCheckpoint signed() {
        return ledger.lastCheckpoint().orElseGet(ledger::checkpoint);
    }

    private static Piece note(Note note) {
        return new Piece(note.encoded().getBytes(StandardCharsets.UTF_8), false);
    }

    /** The bytes of a piece that is within the signed size. */
    byte[] tile(TilePath path) {
        return path.level() == TilePath.ENTRIES ? bundle(path) : hashes(path);
    }

    private byte[] hashes(TilePath path) {
        Subtrees tree = ledger.tree();
        long leaves = 1L << (path.level() * Tiles.TILE_LEVEL);
        ByteBuffer hashes = ByteBuffer.allocate(path.width() * Hasher.HASH_BYTES);
        for (long at = path.first(); at < path.first() + path.width(); at++) {
            hashes.put(tree.hash(at * leaves, (at + 1) * leaves).bytes());
        }
        return hashes.array();
    }

    private byte[] bundle(TilePath path) {
        Hasher hasher = new Hasher();
        ByteBuffer bundle = ByteBuffer.allocate(path.width() * (Short.BYTES + Hasher.HASH_BYTES));
        ledger.forward(path.first(), path.first() + path.width(), entry -> {
            bundle.putShort((short) Hasher.HASH_BYTES).put(hasher.commitment(entry.salt(), entry.bytes()));
            return true;
        });
        return bundle.array();
    }
}
