package stemma.gateway.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;

/**
 * Standard input of a far verb: filled by the thread that reads frames, drained by the verb. Asks
 * for input at the first read and not before, so that a verb that reads nothing leaves the pipe it
 * was typed in untouched. Bounded: a full queue blocks the filling thread, and with it the client.
 */
final class InputQueue extends InputStream {
    static final int CHUNKS_MAX = 16;

    private final Runnable want;
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
    private int position;
    private boolean wanted;
    private boolean ended;

    InputQueue(Runnable want) {
        this.want = want;
    }

    /** Takes a chunk; an empty one is the end. */
    synchronized void put(byte[] chunk) throws IOException {
        if (chunk.length == 0) {
            end();
            return;
        }
        while (chunks.size() == CHUNKS_MAX && !ended) {
            pause();
        }
        chunks.add(chunk);
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!wanted) {
            wanted = true;
            want.run();
        }
        while (chunks.isEmpty()) {
            if (ended) {
                return -1;
            }
            pause();
        }
        byte[] head = chunks.getFirst();
        int count = Math.min(length, head.length - position);
        System.arraycopy(head, position, into, offset, count);
        position += count;
        if (position == head.length) {
            chunks.removeFirst();
            position = 0;
            notifyAll();
        }
        return count;
    }

    @Override
    public synchronized int available() {
        return chunks.isEmpty() ? 0 : chunks.getFirst().length - position;
    }

    @SuppressWarnings("WaitNotInLoop") // every caller loops
    private void pause() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for input");
        }
    }
}
