package stemma.gateway.verb;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Frames on their way to the other side. An interrupt that hits a thread inside a socket write closes
 * the socket, and verbs are interrupted as a matter of course; so one thread that nobody
 * interrupts does all the writing. Bounded: a full outbox blocks the sender, which is how a slow
 * reader slows the verb.
 */
final class Outbox {
    static final int FRAMES_MAX = 64;

    private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(FRAMES_MAX);
    private final Frame.Kind last;
    private final Thread writer;
    private volatile boolean broken;

    /** Starts to write; ends after the first frame of the last kind. */
    Outbox(OutputStream out, Frame.Kind last) {
        this.last = last;
        DataOutputStream data = new DataOutputStream(out);
        this.writer = Thread.ofVirtual().name("stemma-verb-output").start(() -> writeAll(data));
    }

    private void writeAll(DataOutputStream out) {
        try {
            Frame frame;
            do {
                frame = frames.take();
                if (!broken) {
                    write(out, frame);
                }
            } while (frame.kind() != last);
        } catch (InterruptedException e) {
            broken = true; // nobody interrupts this thread but the end of the process
        }
    }

    /** A broken pipe does not end the thread: senders must not block on a queue nobody drains. */
    private void write(DataOutputStream out, Frame frame) {
        try {
            frame.write(out);
        } catch (IOException e) {
            broken = true;
        }
    }

    /** Whether the other side has stopped to read. */
    boolean gone() {
        return broken;
    }

    /** Queues a frame; throws when the other side is gone or the sender is interrupted. */
    void send(Frame frame) throws IOException {
        if (broken) {
            throw new IOException("the other side is gone");
        }
        try {
            frames.put(frame);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while sending");
        }
    }

    /** Sends the last frame and waits until it is on its way. */
    void finish(Frame frame) throws InterruptedException {
        frames.put(frame);
        writer.join();
    }
}
