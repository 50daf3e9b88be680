package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A network and an interprocess communication of the calling thread's own, for a node started as root.
 *
 * <p>Making an empty network is the slowest part of making namespaces. A thread can be given one before there is a
 * command for it: what it starts later inherits both. They belong to the machine's user namespace and not to the box's,
 * so that nothing in the box has any right over them. For a platform thread used for one box alone. References:
 * network_namespaces(7), ipc_namespaces(7), netdevice(7).
 */
public final class ThreadSpaces {
    private static final long CLONE_NEWIPC = 0x08000000;
    private static final long CLONE_NEWNET = 0x40000000;
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | Fd.O_CLOEXEC;
    private static final int SIOCSIFFLAGS = 0x8914;
    private static final short IFF_UP_RUNNING = 1 | 0x40;
    private static final int REQUEST_BYTES = 40;
    private static final int FLAGS_AT = 16;

    private ThreadSpaces() {}

    /** Leaves the machine's network and its shared memory behind; only an own loopback is there, and up. */
    public static void enter() throws IOException {
        Linux.call(Syscall.UNSHARE, CLONE_NEWNET | CLONE_NEWIPC);
        try (Fd socket = Fd.owning(Linux.call(Syscall.SOCKET, AF_INET, SOCK_DGRAM_CLOEXEC, 0));
                Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
            MemorySegment.copy(
                    "lo".getBytes(StandardCharsets.US_ASCII), 0, request, ValueLayout.JAVA_BYTE, 0, "lo".length());
            request.set(ValueLayout.JAVA_SHORT, FLAGS_AT, IFF_UP_RUNNING);
            Linux.call(Syscall.IOCTL, socket.number(), SIOCSIFFLAGS, request.address());
        }
    }
}
