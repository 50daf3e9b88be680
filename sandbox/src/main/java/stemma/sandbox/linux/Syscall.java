package stemma.sandbox.linux;

/** System calls this module makes itself, by their numbers on x86-64 and on the generic table that aarch64 uses. */
public enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    IOCTL(16, 29),
    PWRITE64(18, 68),
    SOCKET(41, 198),
    WAIT4(61, 260),
    KILL(62, 129),
    FCNTL(72, 25),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    SETFSUID(122, 151),
    SETFSGID(123, 152),
    CAPGET(125, 90),
    CAPSET(126, 91),
    PRCTL(157, 167),
    MOUNT(165, 40),
    OPENAT(257, 56),
    PPOLL(271, 73),
    UNSHARE(272, 97),
    PIPE2(293, 59),
    PRLIMIT64(302, 261),
    MEMFD_CREATE(319, 279),
    PIDFD_SEND_SIGNAL(424, 424),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    PIDFD_OPEN(434, 434),
    MOUNT_SETATTR(442, 442),
    LANDLOCK_CREATE_RULESET(444, 444),
    LANDLOCK_ADD_RULE(445, 445),
    LANDLOCK_RESTRICT_SELF(446, 446);

    private final int x86;
    private final int generic;

    Syscall(int x86, int generic) {
        this.x86 = x86;
        this.generic = generic;
    }

    long number() {
        return Machine.current() == Machine.X86_64 ? x86 : generic;
    }
}
