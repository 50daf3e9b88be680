package stemma.sandbox;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import stemma.sandbox.linux.Child;
import stemma.sandbox.linux.Linux;
import stemma.sandbox.linux.SyscallFailed;

/**
 * A command and all that it started, where no namespace of processes holds them together: they are one process group,
 * which the system call filter lets none of them leave. The group is there before the command, because who is under
 * that filter can make none: its first process is a shell that waits for nothing. Thread-safe.
 */
final class CommandGroup implements Leader {
    private static final int SIGKILL = 9;
    private static final int PROBE = 0;
    private static final long DEATH_NANOS_MAX = 10_000_000_000L;
    private static final long LOOK_NANOS = 500_000;

    private final Child first;
    private final Optional<Child> command;
    private boolean open = true;

    private CommandGroup(Child first, Optional<Child> command) {
        this.first = first;
        this.command = command;
    }

    /** A group without a command yet. */
    static CommandGroup of(Child first) {
        return new CommandGroup(first, Optional.empty());
    }

    /** The same group, with its command in it. */
    CommandGroup with(Child started) {
        return new CommandGroup(first, Optional.of(started));
    }

    /** What the kernel calls the group. */
    long group() {
        return first.pid();
    }

    @Override
    public long pid() {
        return command.orElse(first).pid();
    }

    @Override
    public synchronized boolean signal(int signal) {
        return open && command.isPresent() && command.get().signal(signal);
    }

    @Override
    public synchronized void kill() {
        if (open) {
            sent(SIGKILL);
        }
    }

    /** After the command itself was waited for; the rest end as children of the machine's first process. */
    @Override
    public void end() throws IOException {
        long until = System.nanoTime() + DEATH_NANOS_MAX;
        kill();
        first.await();
        while (sent(PROBE)) {
            if (System.nanoTime() > until) {
                throw new IOException("the processes of group " + group() + " do not end; is their disk stuck?");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        open = false;
        first.close();
    }

    /** False when there is no process in the group any more. */
    private boolean sent(int signal) {
        try {
            Linux.killGroup(group(), signal);
            return true;
        } catch (SyscallFailed gone) {
            return gone.errno() != Linux.ESRCH;
        }
    }
}
