package stemma.ledger;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import stemma.core.Digest;
import stemma.store.AppendFile;
import stemma.store.ReadFile;

/**
 * What is derived from the entries so that nothing large is ever hashed twice: every leaf hash, and
 * for each tile of 256 leaves its root and where its first entry lies. The tile roots of a million
 * entries are 4,000 hashes, so a root or a proof costs well under a millisecond and opening a ledger
 * hashes only the last tile.
 *
 * <p>Written by the committer alone, after the entries are durable; read by any thread. The files may
 * lag behind the entries after a crash, and are then caught up from them.
 */
final class Tiles implements AutoCloseable {
    static final int TILE_LEAVES = 256;
    static final int TILE_LEVEL = 8;
    static final int MARK_BYTES = Hasher.HASH_BYTES + Long.BYTES;

    private final LedgerFolder folder;
    private final Optional<AppendFile> leafFile;
    private final Optional<AppendFile> markFile;
    private final Hasher hasher = new Hasher();
    private final byte[] open = new byte[TILE_LEAVES * Hasher.HASH_BYTES];
    private final CompactRange range = new CompactRange(hasher);
    private byte[] marks;
    private int markCount;
    private long tileOffset;
    private int unwritten;

    /**
     * Begins with what the files hold for the first {@code tiles} tiles. Writable, the rest is cut away
     * to be written again; otherwise the files are left as they are.
     */
    Tiles(LedgerFolder folder, int tiles, boolean writable) {
        this.folder = folder;
        this.marks = marks(folder, tiles);
        this.markCount = tiles;
        for (int tile = 0; tile < tiles; tile++) {
            range.add(root(marks, tile), TILE_LEVEL);
        }
        this.leafFile = open(folder.leaves(), (long) tiles * TILE_LEAVES * Hasher.HASH_BYTES, writable);
        this.markFile = open(folder.tiles(), (long) tiles * MARK_BYTES, writable);
    }

    private Optional<AppendFile> open(Path path, long bytes, boolean writable) {
        if (!writable) {
            return Optional.empty();
        }
        AppendFile file = folder.disk().append(path);
        if (file.size() > bytes) {
            file.truncate(bytes);
        }
        return Optional.of(file);
    }

    static byte[] marks(LedgerFolder folder, int tiles) {
        byte[] marks = new byte[Math.max(1, tiles) * MARK_BYTES];
        if (tiles > 0) {
            try (ReadFile file = folder.disk().read(folder.tiles())) {
                file.read(0, marks, 0, tiles * MARK_BYTES);
            }
        }
        return marks;
    }

    /** Takes the next leaf; the offset is where its entry begins in its segment. */
    synchronized void add(byte[] leaf, long offset) {
        int slot = slot();
        if (slot == 0) {
            tileOffset = offset;
        }
        System.arraycopy(leaf, 0, open, slot * Hasher.HASH_BYTES, Hasher.HASH_BYTES);
        range.add(leaf);
        unwritten++;
        if (slot == TILE_LEAVES - 1) {
            write(TILE_LEAVES);
            mark(hasher.perfect(open, 0, TILE_LEAVES));
        }
    }

    private int slot() {
        return (int) (range.size() % TILE_LEAVES);
    }

    private void mark(byte[] root) {
        if (markCount * MARK_BYTES == marks.length) {
            marks = Arrays.copyOf(marks, marks.length * 2);
        }
        ByteBuffer.wrap(marks, markCount * MARK_BYTES, MARK_BYTES).put(root).putLong(tileOffset);
        int at = markCount * MARK_BYTES;
        markFile.ifPresent(file -> file.append(ByteBuffer.wrap(marks, at, MARK_BYTES)));
        markCount++;
    }

    /** Writes the leaves taken since the last flush; they are not yet durable. */
    synchronized void flush() {
        write(slot());
    }

    private void write(int filled) {
        if (unwritten > 0) {
            int from = (filled - unwritten) * Hasher.HASH_BYTES;
            ByteBuffer leaves = ByteBuffer.wrap(open, from, unwritten * Hasher.HASH_BYTES);
            leafFile.ifPresent(file -> file.append(leaves));
            unwritten = 0;
        }
    }

    /** Makes what was flushed durable. */
    void sync() {
        leafFile.ifPresent(AppendFile::sync);
        markFile.ifPresent(AppendFile::sync);
    }

    synchronized long size() {
        return range.size();
    }

    synchronized Digest root() {
        return range.root();
    }

    static byte[] root(byte[] marks, int tile) {
        int at = tile * MARK_BYTES;
        return Arrays.copyOfRange(marks, at, at + Hasher.HASH_BYTES);
    }

    static long offset(byte[] marks, int tile) {
        return ByteBuffer.wrap(marks).getLong(tile * MARK_BYTES + Hasher.HASH_BYTES);
    }

    /** An entry and where it begins in its segment. */
    record Place(long index, long offset) {}

    /** The nearest known place at or before this entry; durable entries may not be hashed yet. */
    synchronized Place before(long index) {
        long begun = Math.max(0, range.size() - 1) / TILE_LEAVES;
        int tile = (int) Math.min(index / TILE_LEAVES, begun);
        return new Place((long) tile * TILE_LEAVES, tile < markCount ? offset(marks, tile) : tileOffset);
    }

    /** A view for proofs over the entries taken so far. Not thread-safe; make one for each use. */
    synchronized Subtrees view() {
        int slots = slot();
        byte[] tail = Arrays.copyOf(open, slots * Hasher.HASH_BYTES);
        return new TileView(folder, marks, markCount, tail);
    }

    @Override
    public void close() {
        leafFile.ifPresent(AppendFile::close);
        markFile.ifPresent(AppendFile::close);
    }
}
