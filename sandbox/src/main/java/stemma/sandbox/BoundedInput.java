package stemma.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An output stream of the command, cut at a number of bytes. What follows is read and dropped, so that the command is
 * not blocked by a full pipe and ends as it would have. One reader at a time; the count may be read by any thread.
 */
final class BoundedInput extends InputStream {
    private static final int DRAIN_BYTES = 8_192;

    private final InputStream source;
    private final long bytesMax;
    private final AtomicLong seen = new AtomicLong();

    BoundedInput(InputStream source, long bytesMax) {
        this.source = source;
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long left = bytesMax - seen.get();
        if (left <= 0) {
            drain();
            return -1;
        }
        int n = source.read(into, offset, (int) Math.min(length, left));
        seen.addAndGet(Math.max(n, 0));
        return n;
    }

    @Override
    public int available() throws IOException {
        return seen.get() < bytesMax ? source.available() : 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Bytes the command wrote, kept or not, as far as they were read. */
    long seen() {
        return seen.get();
    }

    boolean cut() {
        return seen.get() > bytesMax;
    }

    private void drain() throws IOException {
        byte[] scrap = new byte[DRAIN_BYTES];
        for (int n = source.read(scrap); n >= 0; n = source.read(scrap)) {
            seen.addAndGet(n);
        }
    }
}
