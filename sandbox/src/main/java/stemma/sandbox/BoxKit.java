package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import stemma.sandbox.linux.Seccomp;

/**
 * The files that are the same for every box of a uid, written once instead of at each start: the filter, and the
 * accounts the box sees. No box can write them. Thread-safe.
 */
final class BoxKit {
    /** Its name in the boxes folder; the id of a box never starts with a dot. */
    static final String NAME = ".kit";

    static final String FILTER = "filter";

    private final Path folder;
    private final Path userHome;
    private final Set<Integer> uids = new HashSet<>();

    private BoxKit(Path folder, Path userHome) {
        this.folder = folder;
        this.userHome = userHome;
    }

    /** Makes the folder and the filter, replacing what an earlier version of the node may have left. */
    static BoxKit open(Path boxesFolder, Host host) throws IOException {
        Path folder = boxesFolder.resolve(NAME);
        Trees.remove(folder);
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        BoxKit kit = new BoxKit(folder, host.home());
        kit.write(FILTER, Seccomp.filter());
        return kit;
    }

    Path folder() {
        return folder;
    }

    /** Makes sure that the accounts of a box under this uid are there. */
    synchronized void accounts(int uid) throws IOException {
        if (uids.add(uid)) {
            write(passwd(uid), Accounts.passwd(uid, userHome).getBytes(StandardCharsets.UTF_8));
            write(group(uid), Accounts.group(uid).getBytes(StandardCharsets.UTF_8));
        }
    }

    static String passwd(int uid) {
        return "passwd-" + uid;
    }

    static String group(int uid) {
        return "group-" + uid;
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
