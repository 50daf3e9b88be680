package stemma.sandbox;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import stemma.sandbox.linux.Child;
import stemma.sandbox.linux.Linux;
import stemma.sandbox.linux.SyscallFailed;

/**
 * A command and all that it started, where no namespace of processes holds them together: they are one process group,
 * which the system call filter lets none of them leave. Thread-safe.
 */
final class CommandGroup implements Leader {
    private static final int SIGKILL = 9;
    private static final int PROBE = 0;
    private static final long DEATH_NANOS_MAX = 10_000_000_000L;
    private static final long LOOK_NANOS = 500_000;

    private final Child command;
    private boolean open = true;

    CommandGroup(Child command) {
        this.command = command;
    }

    @Override
    public long pid() {
        return command.pid();
    }

    @Override
    public synchronized boolean signal(int signal) {
        return open && command.signal(signal);
    }

    @Override
    public synchronized void kill() {
        if (open) {
            sent(SIGKILL);
        }
    }

    /** After the command itself was waited for; the others end as children of the machine's first process. */
    @Override
    public void end() throws IOException {
        long until = System.nanoTime() + DEATH_NANOS_MAX;
        kill();
        while (sent(PROBE)) {
            if (System.nanoTime() > until) {
                throw new IOException("the processes of group " + pid() + " do not end; is their disk stuck?");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public synchronized void close() {
        open = false;
    }

    /** False when there is no process in the group any more. */
    private boolean sent(int signal) {
        try {
            Linux.killGroup(pid(), signal);
            return true;
        } catch (SyscallFailed gone) {
            return gone.errno() != Linux.ESRCH;
        }
    }
}
