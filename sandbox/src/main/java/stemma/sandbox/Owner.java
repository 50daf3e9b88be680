package stemma.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose file it is. */
record Owner(int uid, int gid) {
    static Owner of(Path file) throws IOException {
        return new Owner((Integer) Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS), (Integer)
                Files.getAttribute(file, "unix:gid", NOFOLLOW_LINKS));
    }

    /** Gives a file to this owner; for a link, the link itself. */
    void take(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", uid, NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", gid, NOFOLLOW_LINKS);
    }
}
