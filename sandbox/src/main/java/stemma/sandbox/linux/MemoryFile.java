package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** A file that lies in memory and has no name: only who is handed its descriptor can read it. See memfd_create(2). */
public final class MemoryFile {
    private static final int MFD_CLOEXEC = 1;

    private MemoryFile() {}

    /** A file of that content, to be read from its begin. */
    public static Fd of(byte[] content) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Linux.cString(arena, "box".getBytes(StandardCharsets.US_ASCII));
            Fd file = Fd.owning(Linux.call(Syscall.MEMFD_CREATE, name.address(), MFD_CLOEXEC));
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, content);
            for (long at = 0; at < content.length; ) {
                at += Linux.call(Syscall.PWRITE64, file.number(), bytes.address() + at, content.length - at, at);
            }
            return file;
        }
    }
}
