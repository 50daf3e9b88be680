package stemma.ledger;

import java.util.Arrays;
import stemma.core.Digest;
import stemma.store.ReadFile;

/** Hashes any range of leaves from tile roots, the leaf file, and the leaves of the last, open tile. */
final class TileView implements Subtrees {
    private static final int TILE_BYTES = Tiles.TILE_LEAVES * Hasher.HASH_BYTES;

    private final Hasher hasher = new Hasher();
    private final LedgerFolder folder;
    private final byte[] marks;
    private final long tiles;
    private final byte[] tail;
    private byte[] tile = new byte[0];
    private long tileRead = -1;

    /** The marks up to {@code tiles} never change once written, so the growing array is shared. */
    TileView(LedgerFolder folder, byte[] marks, long tiles, byte[] tail) {
        this.folder = folder;
        this.marks = marks;
        this.tiles = tiles;
        this.tail = tail;
    }

    @Override
    public Digest hash(long from, long to) {
        return Digest.wrap(subtree(from, to));
    }

    private byte[] subtree(long from, long to) {
        long leaves = to - from;
        if (leaves == 1) {
            return leaf(from);
        }
        if (leaves == Tiles.TILE_LEAVES && from % Tiles.TILE_LEAVES == 0 && from / Tiles.TILE_LEAVES < tiles) {
            int at = (int) (from / Tiles.TILE_LEAVES) * Tiles.MARK_BYTES;
            return Arrays.copyOfRange(marks, at, at + Hasher.HASH_BYTES);
        }
        long middle = from + Subtrees.split(leaves);
        byte[] left = subtree(from, middle);
        return hasher.node(left, subtree(middle, to));
    }

    private byte[] leaf(long index) {
        long number = index / Tiles.TILE_LEAVES;
        if (number != tileRead) {
            tile = number < tiles ? read(number) : tail;
            tileRead = number;
        }
        int at = (int) (index % Tiles.TILE_LEAVES) * Hasher.HASH_BYTES;
        return Arrays.copyOfRange(tile, at, at + Hasher.HASH_BYTES);
    }

    private byte[] read(long number) {
        byte[] bytes = new byte[TILE_BYTES];
        try (ReadFile file = folder.disk().read(folder.leaves())) {
            if (file.read(number * TILE_BYTES, bytes, 0, TILE_BYTES) < TILE_BYTES) {
                throw new LedgerFailed(folder.leaves() + " ends before entry " + (number + 1) * Tiles.TILE_LEAVES
                        + "; start the node again to rebuild it");
            }
        }
        return bytes;
    }
}
