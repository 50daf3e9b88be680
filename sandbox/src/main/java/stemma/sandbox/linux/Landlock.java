package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A Landlock domain: what of the file tree a thread, and all that it starts, may open. Everything that is not allowed
 * is refused, and with it connections, sockets without a path, and signals to processes outside.
 *
 * <p>It needs no namespace and no right. But it does not hold what is asked about a path without opening it: names,
 * sizes, modes and times can be seen, and modes and times of the user's own files be set. A thread in a domain cannot
 * leave it, and cannot mount; so it must be a thread that ends soon, and no box that is made of mounts can be started
 * from it. References: Documentation/userspace-api/landlock.rst; scopes came with version {@value #VERSION_MIN}.
 */
public final class Landlock implements AutoCloseable {
    /** The first version that keeps signals and abstract sockets inside. */
    public static final int VERSION_MIN = 6;

    private static final long ASK_VERSION = 1;
    private static final int ATTRIBUTE_BYTES = 24;
    private static final int RULE_BYTES = 12;
    private static final int FOLDER_AT = 8;
    private static final long ALL_FILE_RIGHTS = (1 << 16) - 1;
    private static final long ALL_NET_RIGHTS = 3;
    private static final long ALL_SCOPES = 3;
    private static final long EXECUTE = 1;
    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_FOLDER = 1 << 3;
    private static final long MAKE_DEVICES = 1 << 6 | 1 << 11;
    private static final long DEVICE_REQUESTS = 1 << 15;
    private static final long PATH_BENEATH = 1;
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    /** What may be done with a file, or below a folder. */
    public enum Access {
        READ(EXECUTE | READ_FILE | READ_FOLDER),
        /** All but making devices and asking them. */
        WRITE(ALL_FILE_RIGHTS & ~MAKE_DEVICES & ~DEVICE_REQUESTS),
        DEVICE(READ_FILE | WRITE_FILE | DEVICE_REQUESTS);

        private final long rights;

        Access(long rights) {
            this.rights = rights;
        }
    }

    private static final long OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | DEVICE_REQUESTS;

    private final Fd rules;

    private Landlock(Fd rules) {
        this.rules = rules;
    }

    /** The interface version, absent where the kernel has none or it is switched off. */
    public static OptionalInt version() {
        try {
            return OptionalInt.of((int) Linux.call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, ASK_VERSION));
        } catch (IOException absent) {
            return OptionalInt.empty();
        }
    }

    /** Whether this kernel's domains hold all that is said above. */
    public static boolean usable() {
        OptionalInt version = version();
        return version.isPresent() && version.getAsInt() >= VERSION_MIN;
    }

    /** A domain in which nothing is allowed yet. */
    public static Landlock open() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handled = arena.allocate(ATTRIBUTE_BYTES, 8);
            handled.setAtIndex(ValueLayout.JAVA_LONG, 0, ALL_FILE_RIGHTS);
            handled.setAtIndex(ValueLayout.JAVA_LONG, 1, ALL_NET_RIGHTS);
            handled.setAtIndex(ValueLayout.JAVA_LONG, 2, ALL_SCOPES);
            return new Landlock(
                    Fd.owning(Linux.call(Syscall.LANDLOCK_CREATE_RULESET, handled.address(), ATTRIBUTE_BYTES, 0)));
        }
    }

    /** Allows it for this file, or for all below this folder. */
    public void allow(Path path, Access access) throws IOException {
        long rights = Files.isDirectory(path) ? access.rights : access.rights & OF_A_FILE;
        try (Fd there = Fd.open(path, Fd.O_PATH);
                Arena arena = Arena.ofConfined()) {
            MemorySegment rule = arena.allocate(RULE_BYTES, 8);
            rule.set(ValueLayout.JAVA_LONG, 0, rights);
            rule.set(ValueLayout.JAVA_INT, FOLDER_AT, there.number());
            Linux.call(Syscall.LANDLOCK_ADD_RULE, rules.number(), PATH_BENEATH, rule.address(), 0);
        }
    }

    /** Puts the calling thread into the domain, for ever. It gains no rights by starting programs from then on. */
    public void enter() throws IOException {
        Linux.call(Syscall.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        Linux.call(Syscall.LANDLOCK_RESTRICT_SELF, rules.number(), 0);
    }

    @Override
    public void close() throws IOException {
        rules.close();
    }
}
