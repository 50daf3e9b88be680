package stemma.sandbox.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One door to the kernel: the C library's {@code syscall}, called through the foreign function interface.
 *
 * <p>A single handle is linked instead of one for each function, because linking is what costs (tens of milliseconds
 * for the first, a few for each further one) and because {@code open_tree}, {@code mount_setattr} and the Landlock
 * calls have no C wrapper on the systems we support. Arguments are passed as 64-bit words; pointers as their address.
 * Thread-safe; calls that change the calling thread ({@code unshare}, Landlock) say so where they are made.
 */
public final class Linux {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EACCES = 13;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;

    private static final int ARGUMENTS_MAX = 6;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = link();

    private Linux() {}

    /** Makes the call and returns its result; retries when a signal interrupted it. */
    public static long call(Syscall call, long... arguments) throws SyscallFailed {
        long[] a = Arrays.copyOf(arguments, ARGUMENTS_MAX);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long result = invoke(state, call.number(), a);
                if (result != -1) {
                    return result;
                }
                int errno = (int) ERRNO.get(state, 0L);
                if (errno != EINTR) {
                    throw new SyscallFailed(call, errno);
                }
            }
        }
    }

    /** The bytes of a path as the kernel wants them, ending in zero, whatever their encoding. */
    static MemorySegment cString(Arena arena, Path path) {
        return cString(arena, RawPath.bytes(path));
    }

    static MemorySegment cString(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /** Sends a signal to one process. */
    public static void kill(long pid, int signal) throws SyscallFailed {
        if (pid <= 1) {
            throw new IllegalArgumentException("a box never signals process " + pid);
        }
        call(Syscall.KILL, pid, signal);
    }

    /** Sends a signal to every process of a group; 0 only asks whether there is one. */
    public static void killGroup(long group, int signal) throws SyscallFailed {
        if (group <= 1) {
            throw new IllegalArgumentException("a box never signals group " + group);
        }
        call(Syscall.KILL, -group, signal);
    }

    private static long invoke(MemorySegment state, long number, long[] a) {
        try {
            return (long) SYSCALL.invokeExact(state, number, a[0], a[1], a[2], a[3], a[4], a[5]);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the foreign call itself failed", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                Linker.Option.captureCallState("errno"));
    }
}
