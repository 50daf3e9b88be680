package stemma.cartridge.engine;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Arrays for memories, used again. Making and zeroing an array of a page costs several times what
 * zeroing it again does, and most modules have a few pages. What is given back is zeroed when it is
 * taken, so that no guest ever sees the bytes of another; what is too large or too much is left to the
 * collector. Thread-safe.
 */
public final class MemoryPool {
    /** A larger array is not kept. */
    static final int KEPT_PAGES_MAX = 64;

    static final byte[] NONE = new byte[0];

    private final Map<Integer, ArrayDeque<byte[]>> free = new HashMap<>();
    private final long keptBytesMax;
    private long keptBytes;
    private long hits;

    /**
     * An empty pool.
     *
     * @param keptBytesMax bytes that wait here at most
     */
    public MemoryPool(long keptBytesMax) {
        this.keptBytesMax = keptBytesMax;
    }

    /** An array of so many pages, all zeros. */
    byte[] take(int pages) {
        byte[] used = pages == 0 ? NONE : kept(pages);
        if (used.length > 0) {
            MemorySegment.ofArray(used).fill((byte) 0); // a stub of the machine's, fast from the first call
            return used;
        }
        return pages == 0 ? NONE : new byte[pages * ModuleLimits.PAGE_BYTES];
    }

    private synchronized byte[] kept(int pages) {
        ArrayDeque<byte[]> sized = free.get(pages);
        if (sized == null || sized.isEmpty()) {
            return NONE;
        }
        byte[] used = sized.pop();
        keptBytes -= used.length;
        hits++;
        return used;
    }

    synchronized void give(byte[] used) {
        int pages = used.length / ModuleLimits.PAGE_BYTES;
        if (pages > 0 && pages <= KEPT_PAGES_MAX && keptBytes + used.length <= keptBytesMax) {
            free.computeIfAbsent(pages, size -> new ArrayDeque<>()).push(used);
            keptBytes += used.length;
        }
    }

    /** How often an array was used again. */
    public synchronized long hits() {
        return hits;
    }

    /** Bytes that wait here now. */
    public synchronized long keptBytes() {
        return keptBytes;
    }
}
