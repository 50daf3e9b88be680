package stemma.sandbox;

import java.nio.file.Path;

/** The user and group tables a box sees: three lines, so that whoami, git and Java have a name for their uid. */
final class Accounts {
    static final String NAME = "agent";
    private static final int NOBODY = 65_534;

    private Accounts() {}

    static String passwd(int uid, Path home) {
        String own = uid == NOBODY ? "" : "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
        String shownHome = home.toString().replace(':', '_').replace('\n', '_');
        return "root:x:0:0:root:/root:/bin/sh\n" + own + NAME + ":x:" + uid + ":" + uid + ":" + NAME + ":" + shownHome
                + ":/bin/sh\n";
    }

    static String group(int gid) {
        return "root:x:0:\n" + (gid == NOBODY ? "" : "nogroup:x:65534:\n") + NAME + ":x:" + gid + ":\n";
    }
}
