package stemma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import stemma.core.Clock;
import stemma.core.Digest;

/**
 * Files named by a digest that the caller gives them, up to a number of bytes: when there are more, those
 * that were put longest ago go first. What is put again counts as new. Nothing here may be the only copy
 * of anything that has to stay. Thread-safe.
 *
 * <p>A file counts as the blocks it takes, so that the bound also holds for very many small ones. Once the
 * bound is passed a tenth is cleared at a time: looking at every file is not the price of every put.
 */
public final class BoundedFolder {
    /** What the smallest file takes on a disk. */
    static final int BLOCK_BYTES = 4_096;

    private static final int TENTHS_KEPT = 9;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Disk disk;
    private final Path root;
    private final Clock clock;
    private final long bytesMax;
    private Optional<Used> used = Optional.empty();

    /**
     * What is there.
     *
     * @param bytes in whole blocks
     */
    public record Used(long files, long bytes) {}

    private record Item(Path file, long bytes, FileTime time) {}

    /**
     * Nothing is read or made before it is needed.
     *
     * @param bytesMax of all files together, in whole blocks
     */
    public BoundedFolder(Disk disk, Path root, Clock clock, long bytesMax) {
        this.disk = disk;
        this.root = root;
        this.clock = clock;
        this.bytesMax = bytesMax;
    }

    /** The most that still is there when it has been put in one go. */
    public long roomBytes() {
        return bytesMax / 10 * TENTHS_KEPT;
    }

    /** What so many bytes take. */
    public static long blocks(long bytes) {
        return Math.max(1, (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES) * BLOCK_BYTES;
    }

    /** Keeps the bytes under this name; durable on return. */
    public synchronized void put(Digest name, byte[] content) {
        Path file = file(name);
        Optional<byte[]> there = disk.content(file, Integer.MAX_VALUE);
        if (there.isPresent() && Arrays.equals(there.get(), content)) {
            touch(file);
            return;
        }
        Used before = used();
        disk.makeFolder(root);
        disk.replace(file, content);
        long files = before.files() + (there.isPresent() ? 0 : 1);
        long replaced = there.map(old -> blocks(old.length)).orElse(0L);
        used = Optional.of(new Used(files, before.bytes() + blocks(content.length) - replaced));
        if (used().bytes() > bytesMax) {
            trim();
        }
    }

    /** The bytes of this name, or empty when they were never put, or had to go. */
    public Optional<byte[]> get(Digest name) {
        return disk.content(file(name), Integer.MAX_VALUE);
    }

    /** Whether there is a file of this name. */
    public boolean holds(Digest name) {
        return Files.exists(file(name));
    }

    /** Removes a file if it is there; durable on return. */
    public synchronized void remove(Digest name) {
        disk.remove(file(name));
        used = Optional.empty();
    }

    /** How much is there. Looks at every file the first time. */
    public synchronized Used used() {
        Used known = used.orElseGet(() -> sum(items()));
        used = Optional.of(known);
        return known;
    }

    /**
     * Brings the folder within its bound, oldest first, and clears away what a crash left half-written.
     *
     * @return how many files went
     */
    public synchronized int trim() {
        int gone = clearHalfWritten();
        List<Item> items = items();
        Used left = sum(items);
        if (left.bytes() > bytesMax) {
            items.sort(Comparator.comparing(Item::time).thenComparing(Item::file));
            for (Item item : items) {
                if (left.bytes() <= roomBytes()) {
                    break;
                }
                disk.remove(item.file());
                left = new Used(left.files() - 1, left.bytes() - item.bytes());
                gone++;
            }
        }
        used = Optional.of(left);
        return gone;
    }

    private int clearHalfWritten() {
        List<Path> half = disk.list(root).stream().filter(file -> !named(file)).toList();
        half.forEach(disk::remove);
        return half.size();
    }

    private static boolean named(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static Used sum(List<Item> items) {
        return new Used(items.size(), items.stream().mapToLong(Item::bytes).sum());
    }

    private List<Item> items() {
        List<Item> items = new ArrayList<>();
        disk.list(root).forEach(file -> item(file).ifPresent(items::add));
        return items;
    }

    private static Optional<Item> item(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Item(file, blocks(facts.size()), facts.lastModifiedTime()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw LocalDisk.refused("look at", file, e);
        }
    }

    private void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(clock.millis()));
        } catch (IOException e) {
            throw LocalDisk.refused("touch", file, e);
        }
    }

    private Path file(Digest name) {
        return root.resolve(name.hex());
    }
}
