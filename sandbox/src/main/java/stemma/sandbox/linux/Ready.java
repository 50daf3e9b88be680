package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Waiting until the kernel has something to say about a descriptor. Blocks the platform thread. Reference:
 * ppoll(2).
 */
final class Ready {
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int TIMESPEC_BYTES = 16;
    private static final int EVENTS_AT = 4;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Ready() {}

    /** Waits until the descriptor can be read or its other side is gone; false when the time was up first. */
    static boolean await(Fd fd, long nanos) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(POLLFD_BYTES, 8);
            poll.set(ValueLayout.JAVA_INT, 0, fd.number());
            poll.set(ValueLayout.JAVA_SHORT, EVENTS_AT, POLLIN);
            MemorySegment time = arena.allocate(TIMESPEC_BYTES, 8);
            long left = Math.max(0, nanos);
            time.set(ValueLayout.JAVA_LONG, 0, left / NANOS_PER_SECOND);
            time.set(ValueLayout.JAVA_LONG, 8, left % NANOS_PER_SECOND);
            return Linux.call(Syscall.PPOLL, poll.address(), 1, time.address(), 0, 0) > 0;
        }
    }
}
