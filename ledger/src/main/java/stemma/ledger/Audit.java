package stemma.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stemma.core.Digest;
import stemma.store.ReadFile;

/** Hashes every entry once and compares with everything that was recorded about it. */
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
            leafFile.ifPresent(f -> f.read(index * Hasher.HASH_BYTES, recorded, 0, recorded.length));
        }
        byte[] leaf = scan.leaf(hasher);
        range.add(leaf);
        int at = slot * Hasher.HASH_BYTES;
        System.arraycopy(leaf, 0, computed, at, Hasher.HASH_BYTES);
        boolean differs = index < leaves
                && !Arrays.equals(computed, at, at + Hasher.HASH_BYTES, recorded, at, at + Hasher.HASH_BYTES);
        if (differs && suspect == NONE) {
            suspect = index;
        }
        if (slot == Tiles.TILE_LEAVES - 1) {
            compareTile((int) (index / Tiles.TILE_LEAVES));
        }
        compareRoots(index + 1);
    }

    private void compareTile(int tile) {
        boolean differs = tile < tiles
                && (Tiles.offset(marks, tile) != tileOffset
                        || !Arrays.equals(Tiles.root(marks, tile), hasher.perfect(computed, 0, Tiles.TILE_LEAVES)));
        if (differs && suspect == NONE) {
            suspect = (long) tile * Tiles.TILE_LEAVES;
        }
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
            if (suspect != NONE) {
                findings.add(new Finding(
                        Finding.Kind.DERIVED,
                        suspect,
                        "the recorded leaf hashes or tiles from entry "
                                + suspect + " on are damaged; the entries are what was signed: stop the node, delete"
                                + " the files leaves and tiles, and start it, which makes them again"));
            }
            suspect = NONE;
            agreed = size;
        }
    }

    private void changed(long size) {
        broken = true;
        String text = suspect == NONE
                ? "one of the entries " + agreed + " to " + (size - 1) + " was changed together with its hashes:"
                        + " the root signed for " + size + " entries is another"
                : "entry " + suspect + " was changed or moved: its hash is not the recorded one";
        findings.add(new Finding(Finding.Kind.CHANGED, suspect == NONE ? agreed : suspect, text));
        suspect = NONE;
    }

    private void remembered(long size, boolean agrees) {
        if (!agrees && suspect != NONE) {
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
        }
    }

    @Override
    public void close() {
        leafFile.ifPresent(ReadFile::close);
    }
}
