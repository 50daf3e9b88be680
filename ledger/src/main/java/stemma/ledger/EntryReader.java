package stemma.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import stemma.store.ReadFile;

/** Finds entries in the segments: a tile's mark gives a place at most 255 entries before the one sought. */
final class EntryReader {
    private final LedgerFolder folder;
    private final Tiles tiles;
    private volatile List<LedgerFolder.Segment> segments;

    EntryReader(LedgerFolder folder, Tiles tiles, List<LedgerFolder.Segment> segments) {
        this.folder = folder;
        this.tiles = tiles;
        this.segments = List.copyOf(segments);
    }

    /** A new segment was begun. */
    void began(LedgerFolder.Segment segment) {
        List<LedgerFolder.Segment> more = new ArrayList<>(segments);
        more.add(segment);
        segments = List.copyOf(more);
    }

    /** Hands over the entries of a range in order until the visitor says false. */
    void forward(long from, long to, Predicate<LoggedEntry> visitor) {
        long index = from;
        while (index < to) {
            List<LedgerFolder.Segment> all = segments;
            int number = holding(all, index);
            long last =
                    number + 1 < all.size() ? Math.min(to, all.get(number + 1).first()) : to;
            if (!inSegment(all.get(number), index, last, visitor)) {
                return;
            }
            index = last;
        }
    }

    /** The same, last entry first; holds at most one tile of entries at a time. */
    void backward(long from, long to, Predicate<LoggedEntry> visitor) {
        long end = to;
        while (end > from) {
            long start = Math.max(from, (end - 1) / Tiles.TILE_LEAVES * Tiles.TILE_LEAVES);
            List<LoggedEntry> tile = new ArrayList<>();
            forward(start, end, tile::add);
            for (LoggedEntry entry : tile.reversed()) {
                if (!visitor.test(entry)) {
                    return;
                }
            }
            end = start;
        }
    }

    private boolean inSegment(LedgerFolder.Segment segment, long from, long to, Predicate<LoggedEntry> visitor) {
        Tiles.Place place = tiles.before(from);
        boolean here = place.index() >= segment.first();
        long index = here ? place.index() : segment.first();
        try (ReadFile file = folder.disk().read(segment.file())) {
            FrameScan scan = new FrameScan(file, here ? place.offset() : 0, file.size());
            for (; index < to; index++) {
                if (!scan.next(index)) {
                    throw unread(segment, index);
                }
                if (index >= from && !visitor.test(new LoggedEntry(index, scan.salt(), scan.entry()))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** An entry that is found by walking its segment from the beginning is whole: then its place was wrong. */
    private LedgerFailed unread(LedgerFolder.Segment segment, long index) {
        long reached = segment.first();
        try (ReadFile file = folder.disk().read(segment.file())) {
            FrameScan scan = new FrameScan(file, 0, file.size());
            while (reached <= index && scan.next(reached)) {
                reached++;
            }
        }
        return new LedgerFailed(
                reached > index
                        ? "entry " + index + " is whole, but " + folder.tiles() + " is damaged and does not lead to it;"
                                + " stop the node, delete the files leaves and tiles in " + folder.path()
                                + ", and start it again: they are made again from the entries"
                        : "entry " + reached + " in " + segment.file()
                                + " is damaged; run `stemma log verify`, then restore the ledger from a backup");
    }

    private static int holding(List<LedgerFolder.Segment> all, long index) {
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (all.get(middle).first() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
