package stemma.tools;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the beginning and the end of an output, which say what was tried and how it ended, and counts
 * what it drops between them. Filled by one thread, read when that has ended.
 */
final class OutputEnds {
    private final int headMax;
    private final byte[] tail;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private long tailed;

    /**
     * @param bytesMax kept in all, half of them at each end
     */
    OutputEnds(int bytesMax) {
        this.headMax = bytesMax / 2;
        this.tail = new byte[bytesMax - headMax];
    }

    void add(byte[] piece, int length) {
        int toHead = Math.min(length, headMax - head.size());
        head.write(piece, 0, toHead);
        for (int i = toHead; i < length; i++) {
            tail[(int) (tailed % tail.length)] = piece[i];
            tailed++;
        }
    }

    String text() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toByteArray());
        long dropped = tailed - tail.length;
        if (dropped <= 0) {
            all.write(tail, 0, (int) tailed);
            return all.toString(StandardCharsets.UTF_8);
        }
        all.writeBytes(("\n[" + dropped + " bytes dropped]\n").getBytes(StandardCharsets.UTF_8));
        int from = (int) (tailed % tail.length);
        all.write(tail, from, tail.length - from);
        all.write(tail, 0, from);
        return all.toString(StandardCharsets.UTF_8);
    }
}
