package stemma.sandbox;

import java.io.IOException;
import java.util.Optional;
import stemma.sandbox.linux.Linux;
import stemma.sandbox.linux.PidFd;
import stemma.sandbox.linux.ProcessTree;
import stemma.sandbox.linux.SyscallFailed;

/**
 * The first process of the box's pid namespace, as the host sees it. Killing it ends everything in the box; the command
 * is its child, and gets the signals meant for it. Its end is the end of all of them: the kernel lets the first process
 * of a namespace end last. Thread-safe.
 */
final class InnerInit implements Leader {
    private static final int SIGKILL = 9;
    private static final long DEATH_NANOS_MAX = 10_000_000_000L;

    private final long pid;
    private Optional<PidFd> handle;

    private InnerInit(long pid, Optional<PidFd> handle) {
        this.pid = pid;
        this.handle = handle;
    }

    /** The process that bubblewrap reported just now; it may have ended already. */
    static InnerInit of(long pid) throws IOException {
        try {
            return new InnerInit(pid, Optional.of(PidFd.open(pid)));
        } catch (SyscallFailed e) {
            if (e.errno() != Linux.ESRCH) {
                throw e;
            }
            return new InnerInit(pid, Optional.empty());
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public synchronized boolean signal(int signal) {
        boolean sent = false;
        for (long child : handle.isPresent() ? ProcessTree.children(pid) : java.util.List.<Long>of()) {
            sent |= send(child, signal);
        }
        return sent;
    }

    @Override
    public synchronized void kill() {
        try {
            if (handle.isPresent()) {
                handle.get().signal(SIGKILL);
            }
        } catch (IOException gone) {
            // it has ended by itself
        }
    }

    @Override
    public void end() throws IOException {
        kill();
        Optional<PidFd> held = held();
        if (held.isPresent() && !held.get().awaitEnd(DEATH_NANOS_MAX)) {
            throw new IOException("box process " + pid + " does not end; is its disk stuck?");
        }
    }

    private synchronized Optional<PidFd> held() {
        return handle;
    }

    @Override
    public synchronized void close() throws IOException {
        if (handle.isPresent()) {
            PidFd held = handle.get();
            handle = Optional.empty();
            held.close();
        }
    }

    private static boolean send(long pid, int signal) {
        try {
            Linux.kill(pid, signal);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
