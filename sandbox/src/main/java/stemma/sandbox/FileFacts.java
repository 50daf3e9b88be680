package stemma.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is known of an entry without opening it.
 *
 * @param mode the lower twelve bits: permissions, set-uid, set-gid, sticky
 * @param size in bytes
 * @param changeNanos the kernel's change time since the epoch
 * @param whiteout whether overlay uses this entry to say "deleted"
 */
public record FileFacts(FileKind kind, int mode, long size, long changeNanos, boolean whiteout) {
    private static final int TYPE_MASK = 0170000;
    private static final int FOLDER = 0040000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int FILE = 0100000;
    private static final int SYMLINK = 0120000;
    private static final int MODE_MASK = 07777;
    private static final int SET_ID_MASK = 06000;

    /** The facts of an entry itself, not of what it links to; empty when there is none. */
    static Optional<FileFacts> of(Path path) throws IOException {
        Map<String, Object> a;
        try {
            a = Files.readAttributes(path, "unix:mode,size,rdev,ctime", NOFOLLOW_LINKS);
        } catch (NoSuchFileException | java.nio.file.NotDirectoryException e) {
            return Optional.empty();
        } catch (java.nio.file.FileSystemException e) {
            if ("Not a directory".equals(e.getReason())) {
                return Optional.empty();
            }
            throw e;
        }
        int mode = known(a, "mode", Integer.class);
        FileKind kind = kind(mode & TYPE_MASK);
        boolean whiteout = (mode & TYPE_MASK) == CHARACTER_DEVICE && known(a, "rdev", Long.class) == 0;
        long change = known(a, "ctime", FileTime.class).to(TimeUnit.NANOSECONDS);
        return Optional.of(new FileFacts(kind, mode & MODE_MASK, known(a, "size", Long.class), change, whiteout));
    }

    private static <T> T known(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name), name));
    }

    boolean setId() {
        return kind == FileKind.FILE && (mode & SET_ID_MASK) != 0;
    }

    private static FileKind kind(int type) {
        return switch (type) {
            case FOLDER -> FileKind.FOLDER;
            case FILE -> FileKind.FILE;
            case SYMLINK -> FileKind.SYMLINK;
            default -> FileKind.SPECIAL;
        };
    }
}
