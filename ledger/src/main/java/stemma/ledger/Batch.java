package stemma.ledger;

import java.util.Arrays;

/** Frames waiting for one group commit, laid end to end as they will lie in the segment. */
final class Batch {
    /** Bytes that may wait for the next commit; appenders beyond it wait for room. */
    static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;

    private static final int FIRST_BYTES = 64 * 1024;

    private byte[] frames = new byte[FIRST_BYTES];
    private int used;
    private int count;
    private long first;

    boolean room(int entryBytes) {
        return used + Frame.bytes(entryBytes) <= BATCH_BYTES_MAX;
    }

    void add(byte[] salt, byte[] entry, int check, long index) {
        int need = used + Frame.bytes(entry.length);
        if (need > frames.length) {
            frames = Arrays.copyOf(frames, Math.min(BATCH_BYTES_MAX, Math.max(need, frames.length * 2)));
        }
        if (count == 0) {
            first = index;
        }
        used = Frame.write(frames, used, salt, entry, check, index);
        count++;
    }

    byte[] frames() {
        return frames;
    }

    int used() {
        return used;
    }

    int count() {
        return count;
    }

    long first() {
        return first;
    }

    void clear() {
        used = 0;
        count = 0;
    }
}
