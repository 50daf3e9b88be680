package stemma.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import stemma.core.FileReason;

/**
 * The real disk. Writers use channels, whose {@code force(false)} is fdatasync; readers use plain
 * files instead, because an interrupt would close a channel under its other users.
 */
public final class LocalDisk implements Disk {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    @Override
    public AppendFile append(Path file) {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    OWNER_FILE);
            syncFolder(file); // even of an old file: a crash may have come between its making and its sync
            return new LocalAppend(file, channel, channel.size());
        } catch (IOException e) {
            throw refused("open", file, e);
        }
    }

    @Override
    public ReadFile read(Path file) {
        try {
            return new LocalRead(file, new RandomAccessFile(file.toFile(), "r"));
        } catch (IOException e) {
            throw refused("read", file, e);
        }
    }

    @Override
    public Optional<byte[]> content(Path file, int bytesMax) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (ReadFile reader = read(file)) {
            if (reader.size() > bytesMax) {
                throw new StoreFailed(file + " has " + reader.size() + " bytes, more than the " + bytesMax
                        + " it may have; restore it from a backup");
            }
            byte[] bytes = new byte[(int) reader.size()];
            int got = reader.read(0, bytes, 0, bytes.length);
            return Optional.of(got == bytes.length ? bytes : Arrays.copyOf(bytes, got));
        }
    }

    @Override
    public void replace(Path file, byte[] content) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            write(next, content);
            move(next, file);
            syncFolder(file);
        } catch (IOException e) {
            StoreFailed refused = refused("replace", file, e);
            try {
                Files.deleteIfExists(next); // a full disk needs the room
            } catch (IOException left) {
                refused.addSuppressed(left);
            }
            throw refused;
        }
    }

    private static void write(Path fresh, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("this file system cannot rename in one step", e);
        }
    }

    @Override
    public void remove(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                syncFolder(file);
            }
        } catch (IOException e) {
            throw refused("remove", file, e);
        }
    }

    @Override
    public List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw refused("list", folder, e);
        }
    }

    @Override
    public void makeFolder(Path folder) {
        try {
            Path parent = folder.toAbsolutePath().getParent();
            if (!Files.isDirectory(folder)) {
                if (parent != null) {
                    makeFolder(parent); // one level at a time, so that each new name is synced
                }
                Files.createDirectories(folder, OWNER_FOLDER);
                syncFolder(folder);
            }
        } catch (IOException e) {
            throw refused("make the folder", folder, e);
        }
    }

    /** A new name is durable only when its folder is synced too. */
    static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static StoreFailed refused(String verb, Path file, IOException e) {
        return new StoreFailed(
                "cannot " + verb + " " + file + ": " + FileReason.of(e)
                        + "; check the disk's free space and the folder's owner, then start again",
                e);
    }
}
