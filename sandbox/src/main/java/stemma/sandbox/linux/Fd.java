package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** An owned file descriptor. It names its file through {@code /proc/self/fd}, which no rename or swap can redirect. */
public final class Fd implements AutoCloseable {
    static final int AT_FDCWD = -100;
    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0x100;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private final AtomicInteger number;

    private Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    static Fd owning(long number) {
        return new Fd(Math.toIntExact(number));
    }

    static int directoryFlag() {
        return Machine.current() == Machine.X86_64 ? 0x10000 : 0x4000;
    }

    static int noFollowFlag() {
        return Machine.current() == Machine.X86_64 ? 0x20000 : 0x8000;
    }

    static Fd open(Path path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return owning(Linux.call(
                    Syscall.OPENAT, AT_FDCWD, Linux.cString(arena, path).address(), flags | O_CLOEXEC, 0));
        }
    }

    /** Opens the command's side of a terminal, which does not become ours. */
    public static Fd terminal(Path path) throws IOException {
        return open(path, O_RDWR | O_NOCTTY);
    }

    /** Opens a file for reading; links are followed, so only for paths the caller made itself. */
    public static Fd reading(Path path) throws IOException {
        return open(path, 0);
    }

    Fd openat(Path name, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return owning(Linux.call(
                    Syscall.OPENAT, number(), Linux.cString(arena, name).address(), flags | O_CLOEXEC, 0));
        }
    }

    /** A second descriptor of the same open file, whose number is at least this. */
    Fd above(int least) throws IOException {
        return owning(Linux.call(Syscall.FCNTL, number(), F_DUPFD_CLOEXEC, least));
    }

    int number() {
        int n = number.get();
        if (n < 0) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return n;
    }

    /** The file itself, for Java's own file calls. Only for folders and plain files. */
    public Path path() {
        return Path.of("/proc/self/fd/" + number());
    }

    @Override
    public void close() throws IOException {
        int n = number.getAndSet(-1);
        if (n >= 0) {
            Linux.call(Syscall.CLOSE, n);
        }
    }
}
