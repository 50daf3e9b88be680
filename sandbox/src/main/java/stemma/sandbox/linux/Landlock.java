package stemma.sandbox.linux;

import java.io.IOException;
import java.util.OptionalInt;

/** What the kernel's Landlock can do. Reference: Documentation/userspace-api/landlock.rst. */
public final class Landlock {
    private static final long VERSION = 1;

    private Landlock() {}

    /** The interface version, absent where the kernel has none or it is switched off. */
    public static OptionalInt version() {
        try {
            return OptionalInt.of((int) Linux.call(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, VERSION));
        } catch (IOException absent) {
            return OptionalInt.empty();
        }
    }
}
