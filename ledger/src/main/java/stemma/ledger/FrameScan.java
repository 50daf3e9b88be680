package stemma.ledger;

import java.util.Arrays;
import stemma.store.ReadFile;

/**
 * Walks the frames of one segment through a buffer. Not thread-safe.
 *
 * <pre>
 *   while (scan.next(index)) { use scan.entry(); index++; }
 *   // here scan.position() is the end of the last sound frame
 * </pre>
 */
final class FrameScan {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final ReadFile file;
    private final long end;
    private byte[] buffer;
    private long bufferAt;
    private int filled;
    private int at;
    private int length;

    /**
     * Reads from the position up to the end given, which is at most the file's size. A position that is
     * not in the file, as a damaged mark may say, has no frame.
     */
    FrameScan(ReadFile file, long position, long end) {
        this.file = file;
        this.bufferAt = position >= 0 && position <= end ? position : end;
        this.end = end;
        this.buffer = new byte[(int) Math.min(BUFFER_BYTES, end - bufferAt)];
    }

    /** Moves to the next frame; false at the end or where no sound frame of this index stands. */
    boolean next(long index) {
        int start = at;
        if (!have(start, Frame.OVERHEAD_BYTES)) {
            return false;
        }
        start = at;
        int bytes = Frame.length(buffer, start);
        if (!have(start, Frame.bytes(bytes))) {
            return false;
        }
        start = at;
        if (!Frame.sound(buffer, start, bytes, index)) {
            return false;
        }
        length = bytes;
        at = start + Frame.bytes(bytes);
        return true;
    }

    /** Position in the file after the last sound frame. */
    long position() {
        return bufferAt + at;
    }

    byte[] entry() {
        int from = saltAt() + Salts.SALT_BYTES;
        return Arrays.copyOfRange(buffer, from, from + length);
    }

    /** Whether the entry ends so. */
    boolean endsWith(byte[] end) {
        int to = saltAt() + Salts.SALT_BYTES + length;
        return length >= end.length && Arrays.equals(buffer, to - end.length, to, end, 0, end.length);
    }

    byte[] salt() {
        return Arrays.copyOfRange(buffer, saltAt(), saltAt() + Salts.SALT_BYTES);
    }

    byte[] leaf(Hasher hasher) {
        return hasher.committed(buffer, saltAt(), Salts.SALT_BYTES + length);
    }

    private int saltAt() {
        return at - Frame.CHECK_BYTES - length - Salts.SALT_BYTES;
    }

    /** Makes that many bytes from the current frame on available, moving it to the buffer's front. */
    private boolean have(int start, int count) {
        if (filled - start >= count) {
            return true;
        }
        if (bufferAt + start + count > end) {
            return false;
        }
        byte[] into = count > buffer.length ? new byte[count] : buffer;
        System.arraycopy(buffer, start, into, 0, filled - start);
        buffer = into;
        bufferAt += start;
        filled -= start;
        at = 0;
        int want = (int) Math.min(buffer.length - filled, end - bufferAt - filled);
        filled += file.read(bufferAt + filled, buffer, filled, want);
        return filled >= count;
    }
}
