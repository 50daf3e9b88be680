package stemma.sandbox.linux;

import java.io.IOException;

/** The kernel refused a call; carries its error number. */
public final class SyscallFailed extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    SyscallFailed(Syscall call, int errno) {
        this(call.toString(), errno);
    }

    SyscallFailed(String function, int errno) {
        super(function + " failed: " + name(errno));
        this.errno = errno;
    }

    /** The error number as the kernel gave it. */
    public int errno() {
        return errno;
    }

    private static String name(int errno) {
        return switch (errno) {
            case Linux.EPERM -> "not permitted (EPERM)";
            case Linux.ENOENT -> "no such file (ENOENT)";
            case Linux.ESRCH -> "no such process (ESRCH)";
            case Linux.EIO -> "input/output error (EIO)";
            case Linux.EACCES -> "permission denied (EACCES)";
            case Linux.ENOTDIR -> "not a folder, or a link (ENOTDIR)";
            case Linux.EINVAL -> "not supported here (EINVAL)";
            case Linux.ENOSYS -> "unknown to this kernel (ENOSYS)";
            case Linux.ELOOP -> "a link where none may be (ELOOP)";
            default -> "error number " + errno;
        };
    }
}
