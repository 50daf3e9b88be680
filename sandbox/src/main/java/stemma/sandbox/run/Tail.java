package stemma.sandbox.run;

import java.util.Arrays;

/** The last bytes of a run's output, for whoever looks afterwards. Thread-safe. */
final class Tail {
    static final int TAIL_BYTES_MAX = 64 * 1024;

    private final byte[] ring = new byte[TAIL_BYTES_MAX];
    private long written;

    synchronized void write(byte[] bytes, int offset, int length) {
        int skip = Math.max(0, length - TAIL_BYTES_MAX);
        for (int i = skip; i < length; i++) {
            ring[(int) ((written + i) % TAIL_BYTES_MAX)] = bytes[offset + i];
        }
        written += length;
    }

    synchronized long written() {
        return written;
    }

    /** The tail itself. */
    synchronized byte[] bytes() {
        if (written <= TAIL_BYTES_MAX) {
            return Arrays.copyOf(ring, (int) written);
        }
        int cut = (int) (written % TAIL_BYTES_MAX);
        byte[] ordered = new byte[TAIL_BYTES_MAX];
        System.arraycopy(ring, cut, ordered, 0, TAIL_BYTES_MAX - cut);
        System.arraycopy(ring, 0, ordered, TAIL_BYTES_MAX - cut, cut);
        return ordered;
    }
}
