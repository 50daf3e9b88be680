package stemma.sandbox.linux;

import java.util.List;

/** Which system calls the box refuses, and how, with their numbers on both machines (-1 where a call is absent). */
final class SyscallTable {
    /** One call. */
    record Row(String name, int x86, int generic) {
        int on(Machine machine) {
            return machine == Machine.X86_64 ? x86 : generic;
        }
    }

    static final Row CLONE = new Row("clone", 56, 220);
    static final Row IOCTL = new Row("ioctl", 16, 29);
    static final Row SOCKET = new Row("socket", 41, 198);

    /** Other processes' memory, the kernel's code, its keys, its clock and its ports: nothing a build needs. */
    static final List<Row> KILLED = List.of(
            new Row("ptrace", 101, 117),
            new Row("bpf", 321, 280),
            new Row("kexec_load", 246, 104),
            new Row("kexec_file_load", 320, 294),
            new Row("keyctl", 250, 219),
            new Row("add_key", 248, 217),
            new Row("request_key", 249, 218),
            new Row("init_module", 175, 105),
            new Row("finit_module", 313, 273),
            new Row("delete_module", 176, 106),
            new Row("reboot", 169, 142),
            new Row("swapon", 167, 224),
            new Row("swapoff", 168, 225),
            new Row("acct", 163, 89),
            new Row("quotactl", 179, 60),
            new Row("iopl", 172, -1),
            new Row("ioperm", 173, -1),
            new Row("uselib", 134, -1));

    /** What a tool may try in order to confine or to measure itself, and then does without. */
    static final List<Row> NOT_PERMITTED = List.of(
            new Row("unshare", 272, 97),
            new Row("setns", 308, 268),
            new Row("mount", 165, 40),
            new Row("umount2", 166, 39),
            new Row("pivot_root", 155, 41),
            new Row("chroot", 161, 51),
            new Row("open_tree", 428, 428),
            new Row("move_mount", 429, 429),
            new Row("fsopen", 430, 430),
            new Row("fsconfig", 431, 431),
            new Row("fsmount", 432, 432),
            new Row("fspick", 433, 433),
            new Row("mount_setattr", 442, 442),
            new Row("open_by_handle_at", 304, 265),
            new Row("name_to_handle_at", 303, 264),
            new Row("perf_event_open", 298, 241),
            new Row("userfaultfd", 323, 282),
            new Row("process_vm_readv", 310, 270),
            new Row("process_vm_writev", 311, 271),
            new Row("kcmp", 312, 272),
            new Row("pidfd_getfd", 438, 438),
            new Row("syslog", 103, 116),
            new Row("settimeofday", 164, 170),
            new Row("clock_settime", 227, 112),
            new Row("modify_ldt", 154, -1),
            new Row("vhangup", 153, 58));

    /** What no namespace stands behind in a basic box: leaving the process group, and memory shared by number. */
    static final List<Row> NOT_ALONE = List.of(
            new Row("setsid", 112, 157),
            new Row("shmget", 29, 194),
            new Row("shmat", 30, 196),
            new Row("semget", 64, 190),
            new Row("msgget", 68, 186),
            new Row("mq_open", 240, 180),
            new Row("setpriority", 141, 140),
            new Row("ioprio_set", 251, 30),
            new Row("sched_setaffinity", 203, 122),
            new Row("sched_setparam", 142, 118),
            new Row("sched_setscheduler", 144, 119),
            new Row("sched_setattr", 314, 274));

    static final Row SETPGID = new Row("setpgid", 109, 154);
    static final Row PRLIMIT = new Row("prlimit64", 302, 261);

    /** Newer calls with an older twin, which libraries use when the newer one is not there. */
    static final List<Row> UNKNOWN = List.of(
            new Row("clone3", 435, 435),
            new Row("pidfd_open", 434, 434),
            new Row("io_uring_setup", 425, 425),
            new Row("io_uring_enter", 426, 426),
            new Row("io_uring_register", 427, 427));

    private SyscallTable() {}
}
