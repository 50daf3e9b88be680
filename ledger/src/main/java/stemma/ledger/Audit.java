package stemma.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stemma.core.Digest;
import stemma.store.ReadFile;

/**
 * Hashes every entry once and compares with everything that was recorded about it.
 *
 * <p>Leaf hashes and tiles are written after their entries and synced before a checkpoint covers them.
 * Behind the last checkpoint a power cut may have left some of their bytes as zeros. Whoever changed an
 * entry could put its right hash there as well, so that taking zeros for a crash gives nothing away.
 */
final class Audit implements Walk.Visitor, AutoCloseable {
    private static final long NONE = -1;

    private final Milestones milestones;
    private final List<Finding> findings;
    private final Hasher hasher = new Hasher();
    private final CompactRange range = new CompactRange(hasher);
    private final Optional<ReadFile> leafFile;
    private final long leaves;
    private final byte[] marks;
    private final int tiles;
    private final byte[] computed = new byte[Tiles.TILE_LEAVES * Hasher.HASH_BYTES];
    private final byte[] recorded = new byte[Tiles.TILE_LEAVES * Hasher.HASH_BYTES];
    private long tileOffset;
    private long suspect = NONE;
    private long worn = NONE;
    private long agreed;
    private boolean broken;

    Audit(LedgerFolder folder, Milestones milestones, long leaves, List<Finding> findings) {
        this.milestones = milestones;
        this.findings = findings;
        this.leaves = leaves;
        this.tiles = (int) (folder.size(folder.tiles()) / Tiles.MARK_BYTES);
        this.marks = Tiles.marks(folder, tiles);
        this.leafFile =
                leaves == 0 ? Optional.empty() : Optional.of(folder.disk().read(folder.leaves()));
        compareRoots(0);
    }

    Digest root() {
        return range.root();
    }

    @Override
    public void entry(long index, FrameScan scan, long offset) {
        int slot = (int) (index % Tiles.TILE_LEAVES);
        if (slot == 0) {
            tileOffset = offset;
            Arrays.fill(recorded, (byte) 0);
            leafFile.ifPresent(f -> f.read(index * Hasher.HASH_BYTES, recorded, 0, recorded.length));
        }
        byte[] leaf = scan.leaf(hasher);
        range.add(leaf);
        int at = slot * Hasher.HASH_BYTES;
        System.arraycopy(leaf, 0, computed, at, Hasher.HASH_BYTES);
        if (index < leaves) {
            compare(index, computed, at, recorded, at, Hasher.HASH_BYTES);
        }
        if (slot == Tiles.TILE_LEAVES - 1) {
            compareTile((int) (index / Tiles.TILE_LEAVES));
        }
        compareRoots(index + 1);
    }

    private void compareTile(int tile) {
        if (tile < tiles) {
            byte[] root = hasher.perfect(computed, 0, Tiles.TILE_LEAVES);
            byte[] mark = ByteBuffer.allocate(Tiles.MARK_BYTES)
                    .put(root)
                    .putLong(tileOffset)
                    .array();
            compare((long) tile * Tiles.TILE_LEAVES, mark, 0, marks, tile * Tiles.MARK_BYTES, mark.length);
        }
    }

    private void compare(long index, byte[] right, int from, byte[] found, int at, int length) {
        if (Arrays.equals(right, from, from + length, found, at, at + length)) {
            return;
        }
        boolean zeros = true;
        for (int i = 0; i < length; i++) {
            zeros &= found[at + i] == 0 || found[at + i] == right[from + i];
        }
        if (zeros) {
            worn = worn == NONE ? index : worn;
        } else {
            suspect = suspect == NONE ? index : suspect;
        }
    }

    /** The first entry whose hashes are not what they should be, for whatever reason. */
    private long first() {
        return suspect == NONE || worn == NONE ? Math.max(suspect, worn) : Math.min(suspect, worn);
    }

    private void compareRoots(long size) {
        for (Milestones.Milestone milestone : milestones.at(size)) {
            if (broken) {
                return;
            }
            boolean agrees = milestone.checkpoint().root().equals(range.root());
            switch (milestone.source()) {
                case SIGNED -> signed(size, agrees);
                case REMEMBERED -> remembered(size, agrees);
            }
        }
    }

    private void signed(long size, boolean agrees) {
        if (!agrees) {
            changed(size);
        } else {
            if (first() != NONE) {
                findings.add(new Finding(
                        Finding.Kind.DERIVED,
                        first(),
                        "the recorded leaf hashes or tiles from entry "
                                + first() + " on are damaged; the entries are what was signed: stop the node, delete"
                                + " the files leaves and tiles, and start it, which makes them again"));
            }
            suspect = NONE;
            worn = NONE;
            agreed = size;
        }
    }

    private void changed(long size) {
        broken = true;
        suspect = first();
        String text = suspect == NONE
                ? "one of the entries " + agreed + " to " + (size - 1) + " was changed together with its hashes:"
                        + " the root signed for " + size + " entries is another"
                : "entry " + suspect + " was changed or moved: its hash is not the recorded one";
        findings.add(new Finding(Finding.Kind.CHANGED, suspect == NONE ? agreed : suspect, text));
        suspect = NONE;
    }

    private void remembered(long size, boolean agrees) {
        if (!agrees && first() != NONE) {
            changed(size);
        } else if (!agrees) {
            broken = true;
            findings.add(
                    new Finding(
                            Finding.Kind.FORKED,
                            size,
                            "the first " + size
                                    + " entries are not those that were seen earlier: the log was written anew and signed again"));
        }
    }

    /** Judges what no checkpoint came after. */
    void finish() {
        if (suspect != NONE && !broken) {
            findings.add(new Finding(
                    Finding.Kind.CHANGED,
                    suspect,
                    "entry " + suspect + " was changed or moved: its hash is not the recorded one"));
        } else if (worn != NONE && !broken) {
            findings.add(new Finding(
                    Finding.Kind.DERIVED,
                    worn,
                    "a crash cut short the leaf hashes or tiles from entry " + worn
                            + " on; the next start of the node makes them again"));
        }
    }

    @Override
    public void close() {
        leafFile.ifPresent(ReadFile::close);
    }
}
