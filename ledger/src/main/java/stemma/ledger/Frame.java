package stemma.ledger;

import java.util.zip.CRC32C;

/**
 * How an entry lies in a segment: the entry's length (2 bytes), its salt, the entry, and a check
 * (4 bytes), big-endian. Salt and entry lie side by side because the commitment covers both.
 *
 * <p>The check is CRC-32C over all before it, masked with the entry's index, so that a record cut
 * by a crash is seen, and so is a whole record moved to another place. It finds accidents and clumsy
 * hands; against a skilled one there are the leaf hashes and the signed checkpoints.
 */
final class Frame {
    static final int LENGTH_BYTES = 2;
    static final int CHECK_BYTES = 4;
    static final int OVERHEAD_BYTES = LENGTH_BYTES + Salts.SALT_BYTES + CHECK_BYTES;

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Frame() {}

    static int bytes(int entryBytes) {
        return entryBytes + OVERHEAD_BYTES;
    }

    /** The unmasked check; costs the most, and needs no index, so callers do it outside the lock. */
    static int check(byte[] salt, byte[] entry) {
        CRC32C crc = begun(entry.length);
        crc.update(salt, 0, salt.length);
        crc.update(entry, 0, entry.length);
        return (int) crc.getValue();
    }

    private static CRC32C begun(int length) {
        CRC32C crc = new CRC32C();
        crc.update(length >>> 8);
        crc.update(length);
        return crc;
    }

    /** Writes one frame at the position; returns the position after it. */
    static int write(byte[] into, int at, byte[] salt, byte[] entry, int check, long index) {
        into[at] = (byte) (entry.length >>> 8);
        into[at + 1] = (byte) entry.length;
        System.arraycopy(salt, 0, into, at + LENGTH_BYTES, Salts.SALT_BYTES);
        System.arraycopy(entry, 0, into, at + LENGTH_BYTES + Salts.SALT_BYTES, entry.length);
        int end = at + LENGTH_BYTES + Salts.SALT_BYTES + entry.length;
        int masked = check ^ mask(index);
        into[end] = (byte) (masked >>> 24);
        into[end + 1] = (byte) (masked >>> 16);
        into[end + 2] = (byte) (masked >>> 8);
        into[end + 3] = (byte) masked;
        return end + CHECK_BYTES;
    }

    static int length(byte[] from, int at) {
        return (from[at] & 0xff) << 8 | (from[at + 1] & 0xff);
    }

    /** Whether the frame at the position is whole and belongs to this index. */
    static boolean sound(byte[] from, int at, int length, long index) {
        int end = at + LENGTH_BYTES + Salts.SALT_BYTES + length;
        int stored = (from[end] & 0xff) << 24
                | (from[end + 1] & 0xff) << 16
                | (from[end + 2] & 0xff) << 8
                | (from[end + 3] & 0xff);
        CRC32C crc = begun(length);
        crc.update(from, at + LENGTH_BYTES, Salts.SALT_BYTES + length);
        return length > 0 && stored == ((int) crc.getValue() ^ mask(index));
    }

    private static int mask(long index) {
        long mixed = (index + 1) * GOLDEN;
        return (int) (mixed >>> 32);
    }
}
