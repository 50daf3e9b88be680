package stemma.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stemma.core.Digest;
import stemma.identity.Verifier;
import stemma.store.AppendFile;
import stemma.store.ReadFile;

/**
 * Opens a ledger after anything that may have happened to it.
 *
 * <p>The signed checkpoint says what must be there. Up to it the tile roots are believed once their
 * root equals the signed one, so that only the last tiles are hashed again; {@code stemma log verify}
 * hashes all. Behind it lie at most a second of entries, each with its own check.
 *
 * <p>Bytes at the very end that make no entry are what a crash leaves of a commit nobody was told
 * about: they are cut, and kept aside in a file. Everything else that does not fit was changed or
 * damaged, and then the ledger opens for reading only. An entry was acknowledged, so that its loss is
 * damage, when a checkpoint covers it, when its leaf hash is on file (leaves are written after the
 * sync), or when more follows it than one commit can hold.
 */
final class Recovery {
    /** Half-written commits that are kept aside, the newest; each is at most a commit long. */
    static final int CUT_FILES_MAX = 4;

    private final LedgerFolder folder;
    private final Verifier key;
    private final List<LedgerFolder.Segment> segments;
    private final List<String> report = new ArrayList<>();

    private Recovery(LedgerFolder folder, Verifier key) {
        this.folder = folder;
        this.key = key;
        this.segments = new ArrayList<>(folder.segments());
    }

    static Opened open(LedgerFolder folder, Verifier key) {
        folder.disk().makeFolder(folder.path());
        return new Recovery(folder, key).open();
    }

    private Opened open() {
        Optional<Checkpoint> signed;
        try {
            signed = Trust.checkpoint(folder, key);
        } catch (LedgerFailed e) {
            return damaged(new Damage(0, String.valueOf(e.getMessage())), 0);
        }
        long size = signed.map(Checkpoint::size).orElse(0L);
        int whole = (int) (size / Tiles.TILE_LEAVES);
        int tiles = (int) Math.min(whole, tilesOnFile());
        if (tiles < whole) {
            report.add("leaf hashes were missing from entry " + (long) tiles * Tiles.TILE_LEAVES
                    + " on and were made again from the entries");
        }
        int from = Math.max(0, tiles - 1);
        Survey survey = survey(from, size);
        if (from > 0 && !survey.agrees(signed)) {
            from = 0;
            survey = survey(0, size);
            report.add("leaf hashes did not match the checkpoint and were made again from the entries");
        }
        @Nullable Damage damage = judge(survey, signed);
        return damage == null ? sound(survey, from, size) : damaged(damage, size);
    }

    /** What one pass found: where it stopped, the root there, and that at the signed size if it came so far. */
    private record Survey(Walk walk, Digest root, @Nullable Digest rootAtSigned) {
        boolean agrees(Optional<Checkpoint> signed) {
            return signed.isEmpty()
                    || (rootAtSigned != null && signed.get().root().equals(rootAtSigned));
        }
    }

    private Survey survey(int fromTile, long signedSize) {
        Hasher hasher = new Hasher();
        CompactRange range = new CompactRange(hasher);
        byte[] marks = Tiles.marks(folder, fromTile);
        for (int tile = 0; tile < fromTile; tile++) {
            range.add(Tiles.root(marks, tile), Tiles.TILE_LEVEL);
        }
        Digest[] atSigned = new Digest[1];
        if (signedSize == range.size()) {
            atSigned[0] = range.root();
        }
        Walk walk = walk(fromTile, start(fromTile), (index, scan, offset) -> {
            range.add(scan.leaf(hasher));
            if (index + 1 == signedSize) {
                atSigned[0] = range.root();
            }
        });
        return new Survey(walk, range.root(), atSigned[0]);
    }

    /** Where a tile begins, from the mark file, which is cut later on. */
    private long start(int tile) {
        return tile == 0 ? 0 : Tiles.offset(Tiles.marks(folder, tile + 1), tile);
    }

    private Walk walk(int fromTile, long offset, Walk.Visitor visitor) {
        long from = (long) fromTile * Tiles.TILE_LEAVES;
        if (segments.isEmpty()) {
            return new Walk(0, 0, 0, 0, "");
        }
        if (segments.getFirst().first() != 0) {
            return new Walk(0, 0, 0, 0, "the first file of entries is missing");
        }
        int number = 0;
        while (number + 1 < segments.size() && segments.get(number + 1).first() <= from) {
            number++;
        }
        return Walk.of(folder, segments, number, from, offset, visitor);
    }

    private @Nullable Damage judge(Survey survey, Optional<Checkpoint> signed) {
        Walk walk = survey.walk();
        long size = signed.map(Checkpoint::size).orElse(0L);
        if (walk.index() < size) {
            return new Damage(
                    walk.index(),
                    "entry " + walk.index() + " is missing or damaged ("
                            + (walk.clean() ? "the file ends before it" : walk.why()) + "), but the checkpoint covers "
                            + size + " entries");
        }
        if (!survey.agrees(signed)) {
            long index = LedgerVerify.firstBad(folder, key);
            return new Damage(
                    index,
                    "the entries do not match the signed checkpoint of size " + size + "; the first that differs is "
                            + index);
        }
        if (walk.clean()) {
            return null;
        }
        return Trust.torn(folder, segments, walk)
                ? null
                : new Damage(
                        walk.index(),
                        "entry " + walk.index() + " was acknowledged and is damaged (" + walk.why() + ")");
    }

    private Opened sound(Survey survey, int fromTile, long signedSize) {
        Walk walk = survey.walk();
        if (segments.isEmpty()) {
            segments.add(folder.segment(0));
        }
        AppendFile last = folder.disk().append(segments.getLast().file());
        if (!walk.clean()) {
            cut(walk, last);
        }
        if (walk.index() > signedSize) {
            last.sync();
        }
        Tiles tiles = tiles(fromTile, true, walk.index());
        if (!tiles.root().equals(survey.root())) {
            throw new LedgerFailed("the ledger " + folder.path() + " changed while it was opened; make sure that"
                    + " nothing else writes there, then start again");
        }
        sweepCuts();
        return new Opened(
                folder,
                segments,
                Optional.of(last),
                tiles,
                walk.index(),
                signedSize,
                noted(),
                List.copyOf(report),
                Optional.empty());
    }

    /** The size of the last checkpoint of the history. One that was altered is verification's to name. */
    private long noted() {
        for (byte[] note : History.read(folder).notes().reversed()) {
            try {
                return Checkpoint.verified(note, key).size();
            } catch (LedgerFailed e) {
                report.add("the history of checkpoints holds a note that is not this node's (" + e.getMessage()
                        + "); run `stemma log verify`");
            }
        }
        return 0;
    }

    /** What crashes left is kept for a look, but not for ever. */
    private void sweepCuts() {
        List<Path> cuts = folder.cuts();
        cuts.subList(0, Math.max(0, cuts.size() - CUT_FILES_MAX)).forEach(folder.disk()::remove);
    }

    private void cut(Walk walk, AppendFile last) {
        byte[] rest = new byte[(int) walk.left()];
        try (ReadFile file = folder.disk().read(segments.get(walk.segment()).file())) {
            file.read(walk.position(), rest, 0, rest.length);
        }
        folder.disk().replace(folder.cut(walk.index()), rest);
        last.truncate(walk.position());
        last.sync();
        report.add(rest.length + " bytes of a commit that a crash cut short were taken off after entry "
                + (walk.index() - 1) + "; nothing acknowledged was in them");
    }

    private Tiles tiles(int fromTile, boolean writable, long end) {
        long start = start(fromTile);
        Tiles tiles = new Tiles(folder, fromTile, writable);
        Hasher hasher = new Hasher();
        walk(fromTile, start, (index, scan, offset) -> {
            if (index < end) {
                tiles.add(scan.leaf(hasher), offset);
            }
        });
        tiles.flush();
        return tiles;
    }

    private Opened damaged(Damage damage, long signedSize) {
        Tiles tiles = tiles(0, false, damage.index());
        return new Opened(
                folder,
                segments,
                Optional.empty(),
                tiles,
                tiles.size(),
                signedSize,
                0,
                List.copyOf(report),
                Optional.of(damage));
    }

    private long tilesOnFile() {
        return Math.min(
                folder.size(folder.tiles()) / Tiles.MARK_BYTES,
                folder.size(folder.leaves()) / (Tiles.TILE_LEAVES * Hasher.HASH_BYTES));
    }
}
