package stemma.sandbox.linux;

import java.util.Locale;

/** The processor family: it decides system call numbers and the architecture word a filter must check. */
public enum Machine {
    X86_64(0xC000003E),
    AARCH64(0xC00000B7);

    private final int auditArch;

    Machine(int auditArch) {
        this.auditArch = auditArch;
    }

    /** The AUDIT_ARCH word that the kernel hands to a seccomp filter. */
    int auditArch() {
        return auditArch;
    }

    /** The machine this process runs on; an unknown one is refused, because its call numbers would be guesses. */
    public static Machine current() {
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default ->
                throw new UnsupportedOperationException(
                        "the box knows x86-64 and aarch64 only, this machine is " + System.getProperty("os.arch"));
        };
    }
}
