package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a program with exactly the descriptors it is given, through the C library's {@code posix_spawn}.
 *
 * <p>Java's own {@code ProcessBuilder} starts a helper program that starts the program, hands over three descriptors,
 * and starts it from whatever thread it likes. A box needs seven descriptors, and needs the kernel to take its
 * user, its mount table and its parent from the calling thread; and the helper is a third of a small command's time.
 *
 * <p>The child begins with no signal blocked and none ignored, and all descriptors but its own are closed. For one
 * thread. References: posix_spawn(3), posix_spawn_file_actions_addclosefrom_np(3) of glibc 2.34.
 */
final class Spawn implements AutoCloseable {
    /** More than glibc's largest opaque structure here, {@code posix_spawnattr_t} with its 336 bytes. */
    private static final int STRUCTURE_BYTES = 512;

    private static final int SIGNAL_SET_BYTES = 128;
    private static final short SETSIGDEF_AND_SETSIGMASK = 4 | 8;
    private static final short SETPGROUP = 2;
    private static final int ALIGNMENT = 16;
    private static final int ARGUMENTS_MAX = 6;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final MethodHandle FUNCTION = link();

    private final Arena arena = Arena.ofConfined();
    private final List<Fd> lifted = new ArrayList<>();
    private final long actions = structure(STRUCTURE_BYTES).address();
    private final long attributes = structure(STRUCTURE_BYTES).address();
    private final MemorySegment words;
    private final MemorySegment variables;
    private final long program;
    private final MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);

    /**
     * Prepares a start, so that all that is left to do is one call; for the thread that makes it.
     *
     * @param argv the first word is the program's path
     * @param folder the child's working folder
     * @param files the child's descriptors, from 0 up; they stay the caller's
     */
    Spawn(List<byte[]> argv, Map<String, String> environment, Path folder, List<Fd> files) throws IOException {
        words = strings(argv);
        program = words.getAtIndex(ValueLayout.JAVA_LONG, 0);
        variables = strings(environment.entrySet().stream()
                .map(e -> (e.getKey() + "=" + e.getValue()).getBytes(StandardCharsets.UTF_8))
                .toList());
        call("posix_spawn_file_actions_init", actions);
        call("posix_spawnattr_init", attributes);
        try {
            call(
                    "posix_spawn_file_actions_addchdir_np",
                    actions,
                    Linux.cString(arena, folder).address());
            for (int i = 0; i < files.size(); i++) {
                Fd copy = files.get(i).above(files.size());
                lifted.add(copy);
                call("posix_spawn_file_actions_adddup2", actions, copy.number(), i);
            }
            call("posix_spawn_file_actions_addclosefrom_np", actions, files.size());
            resetSignals();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void resetSignals() throws IOException {
        MemorySegment none = structure(SIGNAL_SET_BYTES);
        MemorySegment all = structure(SIGNAL_SET_BYTES).fill((byte) 0xff);
        call("posix_spawnattr_setsigmask", attributes, none.address());
        call("posix_spawnattr_setsigdefault", attributes, all.address());
        call("posix_spawnattr_setflags", attributes, SETSIGDEF_AND_SETSIGMASK);
    }

    /**
     * Starts the program; the caller must wait for it. The one call that another thread may make.
     *
     * @throws IOException when it could not be started, with the error number
     */
    long run() throws IOException {
        call("posix_spawn", pid.address(), program, actions, attributes, words.address(), variables.address());
        return 0;
    }

    /** Its process id, once it runs. */
    long pid() {
        return pid.get(ValueLayout.JAVA_INT, 0);
    }

    /** It will be in that process group; for 0, in one of its own. */
    void inGroup(long group) throws IOException {
        call("posix_spawnattr_setpgroup", attributes, group);
        call("posix_spawnattr_setflags", attributes, SETSIGDEF_AND_SETSIGMASK | SETPGROUP);
    }

    @Override
    public void close() throws IOException {
        call("posix_spawn_file_actions_destroy", actions);
        call("posix_spawnattr_destroy", attributes);
        arena.close();
        for (Fd copy : lifted) {
            copy.close();
        }
    }

    private MemorySegment structure(int bytes) {
        return arena.allocate(bytes, ALIGNMENT);
    }

    /** An array of pointers that ends in a null pointer. */
    private MemorySegment strings(List<byte[]> all) {
        MemorySegment pointers = arena.allocate(ValueLayout.JAVA_LONG, all.size() + 1L);
        for (int i = 0; i < all.size(); i++) {
            pointers.setAtIndex(
                    ValueLayout.JAVA_LONG, i, Linux.cString(arena, all.get(i)).address());
        }
        return pointers;
    }

    private static void call(String name, long... arguments) throws IOException {
        MemorySegment function = LIBRARY.find(name)
                .orElseThrow(() -> new IOException("the C library has no " + name + "; a box needs glibc 2.34"));
        long[] a = java.util.Arrays.copyOf(arguments, ARGUMENTS_MAX);
        int error = invoke(function, a);
        if (error != 0) {
            throw new SyscallFailed(name, error);
        }
    }

    private static int invoke(MemorySegment function, long[] a) {
        try {
            return (int) FUNCTION.invokeExact(function, a[0], a[1], a[2], a[3], a[4], a[5]);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the foreign call itself failed", e);
        }
    }

    /** One handle for all of them: they return an int, and unused words in registers do no harm on either machine. */
    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        return LINKER.downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_INT, word, word, word, word, word, word));
    }
}
