package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that this thread started and must wait for. {@link #await} is for that thread alone; the others are
 * thread-safe.
 */
public final class Child implements AutoCloseable {
    private static final int SIGKILL = 9;
    private static final int SIGNAL_MASK = 0x7f;
    private static final int SIGNAL_BASE = 128;

    private final long pid;
    private final PidFd handle;

    private Child(long pid, PidFd handle) {
        this.pid = pid;
        this.handle = handle;
    }

    /** Makes the one call that starts the program, as whoever it should run as. */
    @FunctionalInterface
    public interface Starter {
        long started(ThreadUser.Work<Long> start) throws IOException;
    }

    /**
     * Starts a program with exactly these descriptors, from 0 up; they stay the caller's.
     *
     * @param argv the first word is the program's path
     */
    public static Child start(
            List<byte[]> argv, Map<String, String> environment, Path folder, List<Fd> files, Starter starter)
            throws IOException {
        try (Spawn spawn = new Spawn(argv, environment, folder, files)) {
            return started(spawn, starter);
        }
    }

    /** The same, in that process group; for 0, as the first of one of its own. */
    public static Child startIn(
            long group,
            List<byte[]> argv,
            Map<String, String> environment,
            Path folder,
            List<Fd> files,
            Starter starter)
            throws IOException {
        try (Spawn spawn = new Spawn(argv, environment, folder, files)) {
            spawn.inGroup(group);
            return started(spawn, starter);
        }
    }

    private static Child started(Spawn spawn, Starter starter) throws IOException {
        starter.started(spawn::run);
        long pid = spawn.pid();
        return new Child(pid, PidFd.open(pid));
    }

    public long pid() {
        return pid;
    }

    /** Sends it a signal; false when it has ended. */
    public boolean signal(int signal) {
        try {
            handle.signal(signal);
            return true;
        } catch (IOException | IllegalStateException gone) {
            return false;
        }
    }

    /** Waits until it has ended, and leaves it to be waited for; false when the time was up first. */
    public boolean ended(long nanos) throws IOException {
        return handle.awaitEnd(nanos);
    }

    /** Ends it by force; does nothing when it has ended. */
    public void kill() {
        signal(SIGKILL);
    }

    /** Waits for its end and returns its exit code, 128 + n when signal n ended it. To be called once. */
    public int await() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            Linux.call(Syscall.WAIT4, pid, status.address(), 0, 0);
            int word = status.get(ValueLayout.JAVA_INT, 0);
            int signal = word & SIGNAL_MASK;
            return signal == 0 ? (word >> 8) & 0xff : SIGNAL_BASE + signal;
        }
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }
}
