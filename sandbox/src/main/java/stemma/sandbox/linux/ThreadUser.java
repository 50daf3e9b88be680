package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/**
 * Who the calling thread is to the kernel, for a node started as root.
 *
 * <p>Credentials belong to a thread, not to a process; only the C library's wrappers set them for all threads at once,
 * and these are the bare calls. A program started by a thread runs with that thread's credentials, so a box's uid need
 * not be set by one more program in its chain. What {@link #confine} takes away is gone for the thread's life. What
 * {@link #as} changes it changes back: the saved user stays root, which a program that is started does not inherit.
 *
 * <pre>
 *   confine    no new privileges, empty bounding, inheritable and ambient sets, no groups      for ever
 *   as         real and effective user and group; capabilities fall away when a program starts
 *   asOwner    the user that file systems see, while mounting
 * </pre>
 *
 * <p>The thread must be a platform thread used for one box alone. References: credentials(7), capabilities(7),
 * setfsuid(2), prctl(2).
 */
public final class ThreadUser {
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final int CAPABILITIES_MAX = 64;
    private static final int CAP_DAC_OVERRIDE = 1;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;
    private static final int[] INHERITABLE_WORDS = {2, 5};
    private static final int HEADER_BYTES = 8;
    private static final int SETS_BYTES = 24;
    private static final long ROOT = 0;

    private ThreadUser() {}

    /** Work that may fail as file work does. */
    @FunctionalInterface
    public interface Work<T> {
        T done() throws IOException;
    }

    /** Takes away from the calling thread all that its programs could gain by. */
    public static void confine() throws IOException {
        Linux.call(Syscall.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        Linux.call(Syscall.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        dropBounding();
        clearInheritable();
        Linux.call(Syscall.SETGROUPS, 0, 0);
    }

    /** Gives up every capability of the calling thread for ever; for one that is not root, which may hold some too. */
    public static void dropCapabilities() throws IOException {
        Linux.call(Syscall.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        change(sets -> sets.fill((byte) 0));
    }

    /**
     * Does the work as that user, whose own group has the same number. The work should be little: a class that it were
     * the first to need may lie where only root can read.
     */
    public static <T> T as(int uid, Work<T> work) throws IOException {
        Linux.call(Syscall.SETRESGID, uid, uid, ROOT);
        Linux.call(Syscall.SETRESUID, uid, uid, ROOT);
        try {
            return work.done();
        } finally {
            Linux.call(Syscall.SETRESUID, ROOT, ROOT, ROOT);
            Linux.call(Syscall.SETRESGID, ROOT, ROOT, ROOT);
        }
    }

    /**
     * Mounts with that user's rights over files. The kernel takes all of root's away with the user; the one to pass
     * by the mode of a file is given back, because an overlay keeps a work folder that nobody may enter.
     */
    static <T> T asOwner(int uid, Work<T> work) throws IOException {
        Linux.call(Syscall.SETFSGID, uid);
        Linux.call(Syscall.SETFSUID, uid);
        try {
            change(sets -> sets.setAtIndex(
                    ValueLayout.JAVA_INT, 0, sets.getAtIndex(ValueLayout.JAVA_INT, 0) | 1 << CAP_DAC_OVERRIDE));
            return work.done();
        } finally {
            Linux.call(Syscall.SETFSUID, ROOT);
            Linux.call(Syscall.SETFSGID, ROOT);
        }
    }

    /** The kernel says by EINVAL that there is no capability of that number. */
    private static void dropBounding() throws SyscallFailed {
        for (int capability = 0; capability < CAPABILITIES_MAX; capability++) {
            try {
                Linux.call(Syscall.PRCTL, PR_CAPBSET_DROP, capability, 0, 0, 0);
            } catch (SyscallFailed e) {
                if (e.errno() != Linux.EINVAL || capability == 0) {
                    throw e;
                }
                return;
            }
        }
    }

    private static void clearInheritable() throws SyscallFailed {
        change(sets -> {
            for (int word : INHERITABLE_WORDS) {
                sets.setAtIndex(ValueLayout.JAVA_INT, word, 0);
            }
        });
    }

    /** Effective, permitted and inheritable capabilities 0 to 31, then those from 32 on. */
    private static void change(Consumer<MemorySegment> change) throws SyscallFailed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(HEADER_BYTES, 4);
            header.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION_3);
            MemorySegment sets = arena.allocate(SETS_BYTES, 4);
            Linux.call(Syscall.CAPGET, header.address(), sets.address());
            change.accept(sets);
            Linux.call(Syscall.CAPSET, header.address(), sets.address());
        }
    }
}
