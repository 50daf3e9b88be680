package stemma.sandbox.linux;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A pipe with both its ends in this process, until one is handed to a child. The ends are closed one by one: the
 * reader sees the end of the stream only when the last writer is gone, ours included. Reference: pipe(7).
 */
public final class Pipe implements AutoCloseable {
    private static final int TEXT_BYTES = 4_096;

    private final Fd reader;
    private final Fd writer;

    private Pipe(Fd reader, Fd writer) {
        this.reader = reader;
        this.writer = writer;
    }

    public static Pipe open() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            Linux.call(Syscall.PIPE2, ends.address(), Fd.O_CLOEXEC);
            return new Pipe(
                    Fd.owning(ends.getAtIndex(ValueLayout.JAVA_INT, 0)),
                    Fd.owning(ends.getAtIndex(ValueLayout.JAVA_INT, 1)));
        }
    }

    public Fd reader() {
        return reader;
    }

    public Fd writer() {
        return writer;
    }

    /** What comes out, as a stream of Java's own; replaces our reading end. */
    public InputStream output() throws IOException {
        InputStream stream = new FileInputStream(reader.path().toFile());
        reader.close();
        return stream;
    }

    /** What goes in, likewise. */
    public OutputStream input() throws IOException {
        OutputStream stream = new FileOutputStream(writer.path().toFile());
        writer.close();
        return stream;
    }

    /**
     * Waits at most that long for text and reads what is there, at most {@value #TEXT_BYTES} bytes. Blocks the
     * platform thread.
     */
    public Heard hear(long nanos) throws IOException {
        if (!Ready.await(reader, nanos)) {
            return new Heard("", false);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(TEXT_BYTES);
            int count = (int) Linux.call(Syscall.READ, reader.number(), buffer.address(), TEXT_BYTES);
            byte[] bytes = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
            return new Heard(new String(bytes, StandardCharsets.UTF_8), count == 0);
        }
    }

    /**
     * What was read.
     *
     * @param text nothing when the time was up first
     * @param ended whether every writer is gone
     */
    public record Heard(String text, boolean ended) {}

    @Override
    public void close() throws IOException {
        try (reader) {
            writer.close();
        }
    }
}
