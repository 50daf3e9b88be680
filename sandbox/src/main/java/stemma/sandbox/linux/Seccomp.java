package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The system call filter of the box, assembled as classic BPF without any library.
 *
 * <p>The kernel runs it on {@code struct seccomp_data}: call number at byte 0, architecture at 4, then at 16 six
 * 64-bit arguments. The order matters. The architecture is checked first, or a 32-bit call would be judged by 64-bit
 * numbers; on x86-64 the x32 numbers (bit 30 set) are refused for the same reason. {@code clone3} answers "unknown" so
 * that libraries fall back to {@code clone}, whose flags a filter can see (clone3 hides them behind a pointer).
 *
 * <p>Three answers to what is not allowed. <em>Unknown</em> (ENOSYS) where a newer call has an older twin that
 * programs fall back to. <em>Not permitted</em> (EPERM) for what well-behaved tools try in order to sandbox themselves
 * or to measure: killing them would break browsers and compilers. <em>Kill</em> for what only an attack or a debugger
 * needs. Everything else is allowed: namespaces, the dropped uid and the missing capabilities hold it.
 *
 * <p>References: seccomp(2); Documentation/userspace-api/seccomp_filter.rst; the socket families that a network
 * namespace does not contain (vsock above all) are why {@code socket} has an allow-list.
 */
public final class Seccomp {
    private static final int LOAD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_AT_LEAST = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EAFNOSUPPORT = 97;

    private static final int PR_SET_SECCOMP = 22;
    private static final int SECCOMP_MODE_FILTER = 2;
    private static final int HEADER_BYTES = 16;
    private static final int INSTRUCTION_BYTES = 8;

    private static final int NUMBER_AT = 0;
    private static final int ARCH_AT = 4;
    private static final int FIRST_ARGUMENT_AT = 16;
    private static final int SECOND_ARGUMENT_AT = 24;
    private static final int X32_BIT = 0x40000000;

    /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
    private static final int NAMESPACE_FLAGS = 0x7E020000;

    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;
    /** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: all of them bound to the box's own network namespace. */
    private static final List<Integer> FAMILIES = List.of(1, 2, 10, 16);

    private final Machine machine;
    private final List<long[]> program = new ArrayList<>();

    private Seccomp(Machine machine) {
        this.machine = machine;
    }

    /** The filter for this machine, in the byte layout that bubblewrap's {@code --seccomp} reads. */
    public static byte[] filter() {
        return filter(Machine.current());
    }

    /** What the filter does, in a clause. */
    public static String summary() {
        return SyscallTable.KILLED.size() + " system calls end it, "
                + (SyscallTable.NOT_PERMITTED.size() + SyscallTable.UNKNOWN.size()) + " are refused";
    }

    /**
     * The filter of a basic box, where no namespace holds what this lets through: no sockets of any family, no way out
     * of the process group, nothing about other processes.
     *
     * @param group the one process group that can be joined
     */
    public static byte[] alone(long group) {
        return alone(Machine.current(), (int) group);
    }

    /**
     * Puts the calling thread under a filter, for ever; it must have given up gaining rights before. A call that the
     * filter kills for would end this whole process.
     */
    public static void enter(byte[] filter) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = arena.allocateFrom(ValueLayout.JAVA_BYTE, filter);
            MemorySegment header = arena.allocate(HEADER_BYTES, 8);
            header.set(ValueLayout.JAVA_SHORT, 0, (short) (filter.length / INSTRUCTION_BYTES));
            header.set(ValueLayout.JAVA_LONG, 8, program.address());
            Linux.call(Syscall.PRCTL, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header.address(), 0, 0);
        }
    }

    static byte[] alone(Machine machine, int group) {
        Seccomp s = new Seccomp(machine);
        s.common();
        SyscallTable.NOT_ALONE.forEach(call -> s.answer(call, ERRNO | Linux.EPERM));
        s.answer(SyscallTable.SOCKET, ERRNO | EAFNOSUPPORT);
        s.groupJoined(group);
        s.foreignLimits();
        s.cloneFlags();
        s.ioctlRequest();
        s.add(RETURN, 0, 0, ALLOW);
        return s.bytes();
    }

    static byte[] filter(Machine machine) {
        Seccomp s = new Seccomp(machine);
        s.common();
        s.cloneFlags();
        s.ioctlRequest();
        s.socketFamily();
        s.add(RETURN, 0, 0, ALLOW);
        return s.bytes();
    }

    private void common() {
        prologue();
        SyscallTable.KILLED.forEach(call -> answer(call, KILL_PROCESS));
        SyscallTable.NOT_PERMITTED.forEach(call -> answer(call, ERRNO | Linux.EPERM));
        SyscallTable.UNKNOWN.forEach(call -> answer(call, ERRNO | Linux.ENOSYS));
    }

    /** Only the caller itself, which is process 0 to it, may join that group. */
    private void groupJoined(int group) {
        add(JUMP_EQUAL, 0, 6, SyscallTable.SETPGID.on(machine));
        add(LOAD, 0, 0, FIRST_ARGUMENT_AT);
        add(JUMP_EQUAL, 0, 3, 0);
        add(LOAD, 0, 0, SECOND_ARGUMENT_AT);
        add(JUMP_EQUAL, 0, 1, group);
        add(RETURN, 0, 0, ALLOW);
        add(RETURN, 0, 0, ERRNO | Linux.EPERM);
    }

    /** Limits may be put on the caller itself, which is process 0 to it, and on nobody else. */
    private void foreignLimits() {
        add(JUMP_EQUAL, 0, 4, SyscallTable.PRLIMIT.on(machine));
        add(LOAD, 0, 0, FIRST_ARGUMENT_AT);
        add(JUMP_EQUAL, 1, 0, 0);
        add(RETURN, 0, 0, ERRNO | Linux.EPERM);
        add(RETURN, 0, 0, ALLOW);
    }

    private void prologue() {
        add(LOAD, 0, 0, ARCH_AT);
        add(JUMP_EQUAL, 1, 0, machine.auditArch());
        add(RETURN, 0, 0, KILL_PROCESS);
        add(LOAD, 0, 0, NUMBER_AT);
        if (machine == Machine.X86_64) {
            add(JUMP_AT_LEAST, 0, 1, X32_BIT);
            add(RETURN, 0, 0, KILL_PROCESS);
        }
    }

    private void answer(SyscallTable.Row call, int answer) {
        int number = call.on(machine);
        if (number >= 0) {
            add(JUMP_EQUAL, 0, 1, number);
            add(RETURN, 0, 0, answer);
        }
    }

    private void cloneFlags() {
        add(JUMP_EQUAL, 0, 4, SyscallTable.CLONE.on(machine));
        add(LOAD, 0, 0, FIRST_ARGUMENT_AT);
        add(JUMP_ANY_BIT, 0, 1, NAMESPACE_FLAGS);
        add(RETURN, 0, 0, ERRNO | Linux.EPERM);
        add(RETURN, 0, 0, ALLOW);
    }

    /** Only the low word counts: the kernel itself ignores the upper half of an ioctl request. */
    private void ioctlRequest() {
        add(JUMP_EQUAL, 0, 5, SyscallTable.IOCTL.on(machine));
        add(LOAD, 0, 0, SECOND_ARGUMENT_AT);
        add(JUMP_EQUAL, 1, 0, TIOCSTI);
        add(JUMP_EQUAL, 0, 1, TIOCLINUX);
        add(RETURN, 0, 0, ERRNO | Linux.EPERM);
        add(RETURN, 0, 0, ALLOW);
    }

    private void socketFamily() {
        add(JUMP_EQUAL, 0, FAMILIES.size() + 3, SyscallTable.SOCKET.on(machine));
        add(LOAD, 0, 0, FIRST_ARGUMENT_AT);
        for (int i = 0; i < FAMILIES.size(); i++) {
            add(JUMP_EQUAL, FAMILIES.size() - i, 0, FAMILIES.get(i));
        }
        add(RETURN, 0, 0, ERRNO | EAFNOSUPPORT);
        add(RETURN, 0, 0, ALLOW);
    }

    private void add(int code, int ifTrue, int ifFalse, int k) {
        program.add(new long[] {code, ifTrue, ifFalse, k});
    }

    private byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long[] i : program) {
            out.putShort((short) i[0]).put((byte) i[1]).put((byte) i[2]).putInt((int) i[3]);
        }
        return out.array();
    }
}
