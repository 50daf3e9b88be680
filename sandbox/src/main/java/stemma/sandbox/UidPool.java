package stemma.sandbox;

import java.util.BitSet;

/**
 * The unprivileged user ids that a node started as root hands out, one to each box at a time: process counts are kept
 * by uid, and one box must not be able to signal another. Thread-safe.
 */
final class UidPool {
    private final int first;
    private final int count;
    private final BitSet taken = new BitSet();

    UidPool(int first, int count) {
        if (first < 1_000 || count < 1) {
            throw new IllegalArgumentException("box uids start above the system's own, at 1000 or more");
        }
        this.first = first;
        this.count = count;
    }

    synchronized int take() {
        int free = taken.nextClearBit(0);
        if (free >= count) {
            throw new BoxRefused(count + " boxes run already; wait for one to end or raise the bound");
        }
        taken.set(free);
        return first + free;
    }

    synchronized void giveBack(int uid) {
        taken.clear(uid - first);
    }
}
