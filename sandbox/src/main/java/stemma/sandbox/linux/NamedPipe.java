package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The reading side of a named pipe. It can be opened before there is a writer, and waited on with a time limit, which
 * Java's own streams cannot. For one platform thread. Reference: fifo(7).
 */
public final class NamedPipe implements AutoCloseable {
    private static final long S_IFIFO_OWNER_ONLY = 0x1000 | 0600;
    private static final int O_NONBLOCK = 0x800;
    private static final int READ_BYTES = 4_096;

    private final Fd fd;
    private boolean ended;

    private NamedPipe(Fd fd) {
        this.fd = fd;
    }

    /** Makes the pipe and opens it for reading. */
    public static NamedPipe make(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = Linux.cString(arena, path).address();
            Linux.call(Syscall.MKNODAT, Fd.AT_FDCWD, name, S_IFIFO_OWNER_ONLY, 0);
        }
        return new NamedPipe(Fd.open(path, O_NONBLOCK));
    }

    /**
     * Waits at most that long and reads what is there: nothing when the time was up, or when every writer is gone (see
     * {@link #ended}).
     */
    public String read(long nanos) throws IOException {
        if (ended || !Ready.await(fd, nanos)) {
            return "";
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(READ_BYTES);
            int count = (int) Linux.call(Syscall.READ, fd.number(), buffer.address(), READ_BYTES);
            ended = count == 0;
            byte[] bytes = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Whether there were writers and all of them are gone. */
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        fd.close();
    }
}
