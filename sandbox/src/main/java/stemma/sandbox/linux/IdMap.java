package stemma.sandbox.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A user namespace that only carries an id map: "files of owner O appear as owned by U".
 *
 * <p>The kernel takes such a map from a user namespace, and a threaded process cannot make one for itself. A short
 * helper process makes it, waits until the map is written, and ends; the open descriptor keeps the namespace.
 */
public final class IdMap {
    private IdMap() {}

    /** Makes the map; needs root. The caller owns the descriptor. */
    public static Fd of(int ownerUid, int ownerGid, int uid, Path unshare) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                List.of(unshare.toString(), "--user", "--", "/bin/sh", "-c", "echo ready; read done"));
        builder.environment().clear();
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process helper = builder.start();
        try {
            if (helper.getInputStream().read() != 'r') {
                throw new IOException("this kernel makes no user namespaces, so no id map");
            }
            Path proc = Path.of("/proc", Long.toString(helper.pid()));
            write(proc.resolve("uid_map"), ownerUid + " " + uid + " 1");
            write(proc.resolve("gid_map"), ownerGid + " " + uid + " 1");
            return Fd.reading(proc.resolve("ns/user"));
        } finally {
            end(helper);
        }
    }

    private static void end(Process helper) {
        helper.destroyForcibly();
        try {
            helper.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Path map, String line) throws IOException {
        Files.write(map, line.getBytes(StandardCharsets.US_ASCII));
    }
}
