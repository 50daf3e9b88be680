package stemma.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** One file of the faulty disk: what is safe, what a reader sees, and the changes in between. */
final class FaultyContent {
    private static final int SECTOR_BYTES = 512;

    private byte[] safe;
    private byte[] seen;
    private int size;
    private final List<Change> unsynced = new ArrayList<>();

    /** A change that a power cut may undo: bytes at a position, or a cut when there are none. */
    private record Change(int position, byte[] bytes) {}

    /** What becomes of the unsynced writes of one file. */
    private enum Fate {
        DROPPED,
        KEPT,
        TORN,
        SCATTERED
    }

    FaultyContent(byte[] safe) {
        this.safe = safe;
        this.seen = safe.clone();
        this.size = safe.length;
    }

    int size() {
        return size;
    }

    byte[] copy() {
        return Arrays.copyOf(seen, size);
    }

    void read(int position, byte[] into, int offset, int length) {
        System.arraycopy(seen, position, into, offset, length);
    }

    void write(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        unsynced.add(new Change(size, bytes));
        if (size + bytes.length > seen.length) {
            seen = Arrays.copyOf(seen, Math.max(size + bytes.length, seen.length * 2));
        }
        System.arraycopy(bytes, 0, seen, size, bytes.length);
        size += bytes.length;
    }

    void cut(long to) {
        unsynced.add(new Change((int) to, new byte[0]));
        size = (int) Math.min(size, to);
    }

    void sync() {
        unsynced.clear();
        safe = copy();
    }

    FaultyContent survivor(RandomGenerator random) {
        byte[] found = safe;
        Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
        for (Change change : unsynced) {
            found = change.bytes().length == 0
                    ? afterCut(found, change, random)
                    : afterWrite(found, change, fate, random);
        }
        return new FaultyContent(found);
    }

    private static byte[] afterCut(byte[] found, Change change, RandomGenerator random) {
        boolean kept = random.nextBoolean() && change.position() < found.length;
        return kept ? Arrays.copyOf(found, change.position()) : found;
    }

    private static byte[] afterWrite(byte[] before, Change change, Fate fate, RandomGenerator random) {
        byte[] found = before;
        byte[] bytes = change.bytes();
        int end = fate == Fate.TORN ? random.nextInt(bytes.length + 1) : bytes.length;
        for (int at = 0; at < end; at += SECTOR_BYTES) {
            boolean kept = fate != Fate.DROPPED && (fate != Fate.SCATTERED || random.nextBoolean());
            if (kept) {
                int length = Math.min(SECTOR_BYTES, end - at);
                int from = change.position() + at;
                found = Arrays.copyOf(found, Math.max(found.length, from + length));
                System.arraycopy(bytes, at, found, from, length);
            }
        }
        return found;
    }
}
