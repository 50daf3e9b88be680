package stemma.sandbox.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A pseudo terminal: our side is a descriptor we read and write, the other side a path that the command opens.
 *
 * <p>Java can open neither side as a terminal: reopening our side through {@code /proc/self/fd} would make a second
 * terminal, so it is read and written by system call. References: pty(7), ioctl_tty(2).
 */
public final class Pty implements AutoCloseable {
    private static final long TIOCGPTN = 0x80045430L;
    private static final long TIOCSPTLCK = 0x40045431L;
    private static final long TIOCSWINSZ = 0x5414;
    private static final int WINDOW_BYTES = 8;
    private static final int CHUNK_BYTES = 16_384;

    private final Fd master;
    private final Path slave;

    private Pty(Fd master, Path slave) {
        this.master = master;
        this.slave = slave;
    }

    /** Opens a terminal of that size. */
    public static Pty open(int columns, int rows) throws IOException {
        Fd master = Fd.open(Path.of("/dev/ptmx"), Fd.O_RDWR | Fd.O_NOCTTY);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);
            Linux.call(Syscall.IOCTL, master.number(), TIOCSPTLCK, word.address());
            Linux.call(Syscall.IOCTL, master.number(), TIOCGPTN, word.address());
            Pty pty = new Pty(master, Path.of("/dev/pts/" + word.get(ValueLayout.JAVA_INT, 0)));
            pty.resize(columns, rows);
            return pty;
        } catch (IOException e) {
            master.close();
            throw e;
        }
    }

    /** The command's side. */
    public Path slave() {
        return slave;
    }

    /** Gives the command's side to a user, so that it can be opened again by name. */
    public void giveTo(int uid) throws IOException {
        Files.setAttribute(slave, "unix:uid", uid);
    }

    /** Sets the size; the kernel tells the programs in the foreground. */
    public void resize(int columns, int rows) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(WINDOW_BYTES, 2);
            size.setAtIndex(ValueLayout.JAVA_SHORT, 0, (short) rows);
            size.setAtIndex(ValueLayout.JAVA_SHORT, 1, (short) columns);
            Linux.call(Syscall.IOCTL, master.number(), TIOCSWINSZ, size.address());
        }
    }

    /** What the terminal shows. Ends when the last program on the other side has closed it. One reader at a time. */
    public InputStream output() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, into.length);
                return length == 0 ? 0 : readSome(into, offset, Math.min(length, CHUNK_BYTES));
            }
        };
    }

    private int readSome(byte[] into, int offset, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(length);
            int n = (int) Linux.call(Syscall.READ, master.number(), buffer.address(), length);
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, offset, n);
            return n == 0 ? -1 : n;
        } catch (SyscallFailed e) {
            if (e.errno() == Linux.EIO) {
                return -1;
            }
            throw e;
        }
    }

    /** The keyboard. */
    public OutputStream input() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, from.length);
                for (int at = 0; at < length; ) {
                    at += writeSome(from, offset + at, Math.min(length - at, CHUNK_BYTES));
                }
            }
        };
    }

    private int writeSome(byte[] from, int offset, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(length);
            MemorySegment.copy(from, offset, buffer, ValueLayout.JAVA_BYTE, 0, length);
            return (int) Linux.call(Syscall.WRITE, master.number(), buffer.address(), length);
        }
    }

    @Override
    public void close() throws IOException {
        master.close();
    }
}
