package stemma.sandbox.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BiConsumer;

/** Copies one stream of a run until it ends. */
final class Pump {
    private static final int CHUNK_BYTES = 16 * 1024;

    private Pump() {}

    /**
     * Copies on a thread of its own, flushing each chunk. When the reader on the far side is gone the
     * source is still drained, so that the command does not block on a pipe nobody reads.
     *
     * @param seen told of each chunk and its length
     */
    static Thread start(String name, InputStream from, OutputStream to, BiConsumer<byte[], Integer> seen) {
        return Thread.ofVirtual().name(name).start(() -> copy(from, to, seen));
    }

    private static void copy(InputStream from, OutputStream to, BiConsumer<byte[], Integer> seen) {
        byte[] chunk = new byte[CHUNK_BYTES];
        boolean open = true;
        try {
            for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
                seen.accept(chunk, count);
                open = open && write(to, chunk, count);
            }
        } catch (IOException e) {
            return; // the command is gone, and with it its end of the stream
        }
    }

    private static boolean write(OutputStream to, byte[] chunk, int count) {
        try {
            to.write(chunk, 0, count);
            to.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Copies input to the command and closes its end when the source ends. */
    static Thread feed(String name, InputStream from, OutputStream to) {
        return Thread.ofVirtual().name(name).start(() -> {
            try (to) {
                byte[] chunk = new byte[CHUNK_BYTES];
                for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
                    to.write(chunk, 0, count);
                    to.flush();
                }
            } catch (IOException e) {
                return; // the command closed its input, or the caller went away
            }
        });
    }
}
