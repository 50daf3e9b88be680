package stemma.store;

import java.nio.file.Path;
import java.util.Optional;
import stemma.core.Digest;

/**
 * Files named by the SHA-256 of their bytes: {@code objects/ab/cdef...}. Writing the same bytes twice
 * is one file; a file that no longer matches its name is never handed out. Thread-safe.
 */
public final class Objects {
    /** The largest object, in bytes. */
    public static final int OBJECT_BYTES_MAX = 64 * 1024 * 1024;

    private static final int FOLDER_CHARS = 2;

    private final Disk disk;
    private final Path root;

    public Objects(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /** Keeps the bytes; durable on return. */
    public Digest put(byte[] content) {
        if (content.length > OBJECT_BYTES_MAX) {
            throw new StoreFailed("an object of " + content.length + " bytes is too large; the most is "
                    + OBJECT_BYTES_MAX + " bytes");
        }
        Digest digest = Digest.of(content);
        Path file = file(digest);
        synchronized (this) {
            if (!intact(digest)) {
                disk.makeFolder(folder(digest));
                disk.replace(file, content);
            }
        }
        return digest;
    }

    /** The bytes of this digest, or empty when they were never kept. */
    public Optional<byte[]> get(Digest digest) {
        Optional<byte[]> content = disk.content(file(digest), OBJECT_BYTES_MAX);
        if (content.isPresent() && !Digest.of(content.get()).equals(digest)) {
            throw new StoreFailed("the object " + file(digest) + " no longer matches its name; it was changed"
                    + " or damaged, restore it from a backup");
        }
        return content;
    }

    /** Whether there is a file of this digest, whatever is in it. */
    public boolean holds(Digest digest) {
        return disk.list(folder(digest)).contains(file(digest));
    }

    /** Removes an object if it is there. */
    public void remove(Digest digest) {
        disk.remove(file(digest));
    }

    private boolean intact(Digest digest) {
        return disk.content(file(digest), Integer.MAX_VALUE)
                .map(content -> Digest.of(content).equals(digest))
                .orElse(false);
    }

    private Path file(Digest digest) {
        return place(root, digest);
    }

    private Path folder(Digest digest) {
        return root.resolve(digest.hex().substring(0, FOLDER_CHARS));
    }

    /** Where the file of this name lies. */
    static Path place(Path root, Digest name) {
        String hex = name.hex();
        return root.resolve(hex.substring(0, FOLDER_CHARS)).resolve(hex.substring(FOLDER_CHARS));
    }
}
