package stemma.store;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import stemma.core.Digest;

/**
 * Content that can be erased without a trace of it, because its name says nothing about it.
 *
 * <pre>
 *   name = SHA-256(0x03, salt, SHA-256(content))
 *   file = salt, content                            at ab/cdef..., as {@link Objects} places its files
 * </pre>
 *
 * The name is a commitment: nobody finds other content for it, and once the file with the salt is gone
 * nobody can try a guess against it. Writing the same content twice makes two files. A file that no
 * longer matches its name is never handed out. Thread-safe.
 */
public final class SaltedObjects {
    /** The size of a salt. */
    public static final int SALT_BYTES = 16;

    /** The largest content, in bytes. */
    public static final int CONTENT_BYTES_MAX = 4 * 1024 * 1024;

    private static final byte COMMITMENT = 3;

    private final Disk disk;
    private final Path root;

    public SaltedObjects(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /** The name of this content under this salt. */
    public static Digest commitment(byte[] salt, byte[] content) {
        return commitment(salt, Digest.of(content));
    }

    private static Digest commitment(byte[] salt, Digest content) {
        ByteArrayOutputStream committed = new ByteArrayOutputStream(1 + salt.length + Digest.SIZE_BYTES);
        committed.write(COMMITMENT);
        committed.writeBytes(salt);
        committed.writeBytes(content.bytes());
        return Digest.of(committed.toByteArray());
    }

    /**
     * Keeps the content; durable on return.
     *
     * @param salt random, and never used before
     */
    public Digest put(byte[] salt, byte[] content) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has " + SALT_BYTES + " bytes, not " + salt.length);
        }
        if (content.length > CONTENT_BYTES_MAX) {
            throw new StoreFailed("an object of " + content.length + " bytes is too large; the most is "
                    + CONTENT_BYTES_MAX + " bytes");
        }
        Digest name = commitment(salt, content);
        Path file = Objects.place(root, name);
        byte[] bytes = Arrays.copyOf(salt, SALT_BYTES + content.length);
        System.arraycopy(content, 0, bytes, SALT_BYTES, content.length);
        Path folder = file.getParent();
        if (folder != null) {
            disk.makeFolder(folder);
        }
        disk.replace(file, bytes);
        return name;
    }

    /** The content of this name; empty when there is none. */
    public Optional<byte[]> get(Digest name) {
        return raw(name).map(file -> {
            if (!matches(name, file)) {
                throw new StoreFailed("the object " + Objects.place(root, name) + " no longer matches its name; it was"
                        + " changed or damaged, restore it from a backup");
            }
            return content(file);
        });
    }

    /** The file of this name as it lies there, unchecked; throws {@link StoreFailed} when it is too large. */
    public Optional<byte[]> raw(Digest name) {
        return disk.content(Objects.place(root, name), SALT_BYTES + CONTENT_BYTES_MAX);
    }

    /** Whether these bytes of a file are what this name commits to. */
    public static boolean matches(Digest name, byte[] file) {
        return claimed(file).filter(name::equals).isPresent();
    }

    /** The name that these bytes of a file would have; empty when they are too few. */
    public static Optional<Digest> claimed(byte[] file) {
        return file.length < SALT_BYTES
                ? Optional.empty()
                : Optional.of(commitment(
                        Arrays.copyOf(file, SALT_BYTES), Digest.of(file, SALT_BYTES, file.length - SALT_BYTES)));
    }

    /** The content in these bytes of a file, which has its salt. */
    public static byte[] content(byte[] file) {
        return Arrays.copyOfRange(file, SALT_BYTES, file.length);
    }

    /** Removes content and salt if they are there; durable on return. */
    public void remove(Digest name) {
        disk.remove(Objects.place(root, name));
    }
}
