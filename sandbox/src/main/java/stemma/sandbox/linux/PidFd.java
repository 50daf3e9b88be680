package stemma.sandbox.linux;

import java.io.IOException;

/**
 * One process, held by descriptor: its number may be given to another after it has ended, the descriptor never is.
 * Thread-safe. Reference: pidfd_open(2).
 */
public final class PidFd implements AutoCloseable {
    private final Fd fd;

    private PidFd(Fd fd) {
        this.fd = fd;
    }

    /** Holds the process of that number; fails with ESRCH when there is none. */
    public static PidFd open(long pid) throws IOException {
        return new PidFd(Fd.owning(Linux.call(Syscall.PIDFD_OPEN, pid, 0)));
    }

    /** Sends a signal; fails with ESRCH when the process has ended. */
    public void signal(int signal) throws IOException {
        Linux.call(Syscall.PIDFD_SEND_SIGNAL, fd.number(), signal, 0, 0);
    }

    /** Waits until it has ended; false when the time was up first. */
    public boolean awaitEnd(long nanos) throws IOException {
        return Ready.await(fd, nanos);
    }

    @Override
    public void close() throws IOException {
        fd.close();
    }
}
