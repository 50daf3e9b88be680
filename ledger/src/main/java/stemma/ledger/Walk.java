package stemma.ledger;

import java.util.List;
import stemma.store.ReadFile;

/**
 * A pass over the raw segments, entry by entry, that stops where they stop making sense.
 *
 * @param index the first index that was not read: the end, or the first bad entry
 * @param segment number of the segment where it stopped
 * @param position byte position in that segment after the last sound entry
 * @param left bytes of that segment after it
 * @param why what is wrong there, in a few words; empty when everything was read
 */
record Walk(long index, int segment, long position, long left, String why) {

    /** Takes each entry in turn. */
    @FunctionalInterface
    interface Visitor {
        void entry(long index, FrameScan scan, long offset);
    }

    boolean clean() {
        return why.isEmpty();
    }

    /** Walks from an entry that begins at this offset of the segment with this number. */
    static Walk of(
            LedgerFolder folder,
            List<LedgerFolder.Segment> segments,
            int number,
            long from,
            long offset,
            Visitor visitor) {
        long index = from;
        Walk stop = new Walk(index, 0, 0, 0, "");
        for (int i = number; i < segments.size(); i++) {
            LedgerFolder.Segment segment = segments.get(i);
            if (i > number && segment.first() != index) {
                return new Walk(index, i - 1, stop.position(), 0, "the next file begins with entry " + segment.first());
            }
            long start = i == number ? offset : 0;
            try (ReadFile file = folder.disk().read(segment.file())) {
                long end = file.size();
                FrameScan scan = new FrameScan(file, start, end);
                long at = start;
                while (scan.next(index)) {
                    visitor.entry(index, scan, at);
                    at = scan.position();
                    index++;
                }
                String why = at >= end ? "" : "its bytes do not match their check";
                stop = new Walk(index, i, at, Math.max(0, end - at), why);
            }
            if (!stop.clean()) {
                return stop;
            }
        }
        return stop;
    }
}
