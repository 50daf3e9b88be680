package stemma.sandbox.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder held by descriptor, reached from a root without following any link on the way.
 *
 * <p>A check on a path and the use of that path are two moments; between them somebody may put a link where a folder
 * was. Here each component is opened from the one before it with "must be a folder, must not be a link", and what is
 * held afterwards is that very folder: entries named through {@link #entry} lie in it whatever happens to its path.
 * Java's file calls on such a name behave like their {@code ...at} forms; the last component is the caller's to guard
 * (create new, no follow, or rename over, none of which goes through a link).
 */
public final class PinnedFolder implements AutoCloseable {
    private final Fd fd;

    private PinnedFolder(Fd fd) {
        this.fd = fd;
    }

    /** Pins {@code relative} below {@code root}; an empty path pins the root itself. */
    public static PinnedFolder open(Path root, Path relative) throws IOException {
        int flags = Fd.O_PATH | Fd.directoryFlag() | Fd.noFollowFlag();
        Fd at = Fd.open(root, flags);
        try {
            for (Path name : relative) {
                if (name.toString().isEmpty()) {
                    continue;
                }
                if ("..".equals(name.toString()) || ".".equals(name.toString())) {
                    throw new IllegalArgumentException("not a plain path: " + relative);
                }
                Fd next = at.openat(name, flags);
                at.close();
                at = next;
            }
            return new PinnedFolder(at);
        } catch (IOException | RuntimeException e) {
            at.close();
            throw e;
        }
    }

    /** An entry of this folder; {@code name} is one component. */
    public Path entry(Path name) {
        if (name.getNameCount() != 1 || name.isAbsolute()) {
            throw new IllegalArgumentException("not one name: " + name);
        }
        return fd.path().resolve(name);
    }

    /** Makes the folder's entries durable. */
    public void sync() throws IOException {
        try (FileChannel channel = FileChannel.open(fd.path().resolve("."), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        fd.close();
    }
}
