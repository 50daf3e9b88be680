package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The bounds the kernel keeps for a process and whatever it starts from then on. Reference: prlimit(2).
 */
public enum ResourceLimit {
    CPU_SECONDS(0),
    FILE_BYTES(1),
    DATA_BYTES(2),
    CORE_BYTES(4),
    PROCESSES(6);

    private static final int PAIR = 2;

    private final int number;

    ResourceLimit(int number) {
        this.number = number;
    }

    /** Bounds another process, which cannot raise it again. A process that has ended is left alone. */
    public void put(long pid, long most) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment softAndHard = arena.allocate(ValueLayout.JAVA_LONG, PAIR);
            softAndHard.setAtIndex(ValueLayout.JAVA_LONG, 0, most);
            softAndHard.setAtIndex(ValueLayout.JAVA_LONG, 1, most);
            Linux.call(Syscall.PRLIMIT64, pid, number, softAndHard.address(), 0);
        } catch (SyscallFailed e) {
            if (e.errno() != Linux.ESRCH) {
                throw e;
            }
        }
    }
}
