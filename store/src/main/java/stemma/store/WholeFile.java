package stemma.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A new file that is written piece by piece and appears whole or not at all: until {@link #place} it
 * lies beside its name, and closing it before takes it away. Used by one thread.
 */
public final class WholeFile implements AutoCloseable {
    private final Path file;
    private final Path next;
    private final AppendFile out;
    private boolean placed;

    private WholeFile(Path file, Path next, AppendFile out) {
        this.file = file;
        this.next = next;
        this.out = out;
    }

    /** Begins a file where there is none; throws {@link StoreFailed} where there is one. */
    public static WholeFile begin(Disk disk, Path file) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        for (Path taken : new Path[] {file, next}) {
            if (Files.exists(taken, LinkOption.NOFOLLOW_LINKS)) {
                throw new StoreFailed(taken + " is there already; name a new file");
            }
        }
        return new WholeFile(file, next, disk.append(next));
    }

    public void append(byte[] bytes) {
        out.append(ByteBuffer.wrap(bytes));
    }

    /** Bytes written so far. */
    public long size() {
        return out.size();
    }

    /** Gives the file its name; durable on return. */
    public void place() {
        out.sync();
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            LocalDisk.syncFolder(file);
            placed = true;
        } catch (IOException e) {
            throw LocalDisk.refused("place", file, e);
        }
    }

    @Override
    public void close() {
        out.close();
        if (!placed) {
            new LocalDisk().remove(next);
        }
    }
}
