package stemma.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that does its worst within the rules: what is not synced may be kept, dropped,
 * torn or reordered by a power cut, and it may run full. It stands in production code because every
 * module that promises to survive a crash is tested on it.
 *
 * <pre>
 *   disk.powerOffAfter(n);   the n-th change from now fails, and everything after it
 *   disk.survivor(random);   what a reader would find after the power came back
 * </pre>
 *
 * Each unsynced write is cut into sectors of 512 bytes; each sector lives or dies alone, and a
 * lost sector before a kept one reads as zeros. Methods are synchronized: any thread may use it.
 */
public final class FaultyDisk implements Disk {
    private final Map<Path, FaultyContent> files = new TreeMap<>();
    private long changesLeft = Long.MAX_VALUE;
    private long bytesFree = Long.MAX_VALUE;
    private long changes;
    private long bytesRead;

    /** The power goes at this change from now on (1 is the next): it may or may not have happened. */
    public synchronized void powerOffAfter(long changesMax) {
        changesLeft = changesMax;
    }

    /** The disk refuses to grow files beyond this many more bytes. */
    public synchronized void fullAfter(long bytes) {
        bytesFree = bytes;
    }

    /** How many changes (write, sync, truncate, replace, remove) it has been asked for. */
    public synchronized long changes() {
        return changes;
    }

    /** Begins counting the bytes read anew. */
    public synchronized void forgetReads() {
        bytesRead = 0;
    }

    /** Bytes read since then. */
    public synchronized long bytesRead() {
        return bytesRead;
    }

    /** The disk as found after a power cut now. */
    public synchronized FaultyDisk survivor(RandomGenerator random) {
        FaultyDisk found = new FaultyDisk();
        files.forEach((path, content) -> found.files.put(path, content.survivor(random)));
        return found;
    }

    /** An exact copy of what a reader sees now, as after a killed process on a living machine. */
    public synchronized FaultyDisk copy() {
        FaultyDisk found = new FaultyDisk();
        files.forEach((path, content) -> found.files.put(path, new FaultyContent(content.copy())));
        return found;
    }

    private void change() {
        changes++;
        if (--changesLeft <= 0) {
            throw new StoreFailed("the power is off");
        }
    }

    @Override
    public synchronized AppendFile append(Path file) {
        if (changesLeft <= 0) {
            throw new StoreFailed("the power is off");
        }
        return new Handle(files.computeIfAbsent(file, f -> new FaultyContent(new byte[0])));
    }

    @Override
    public synchronized ReadFile read(Path file) {
        FaultyContent content = files.get(file);
        if (content == null) {
            throw new StoreFailed("cannot read " + file + ": there is no such file");
        }
        return new Handle(content);
    }

    @Override
    public synchronized Optional<byte[]> content(Path file, int bytesMax) {
        Optional<byte[]> found = Optional.ofNullable(files.get(file)).map(FaultyContent::copy);
        bytesRead += found.map(bytes -> bytes.length).orElse(0);
        if (found.isPresent() && found.get().length > bytesMax) {
            throw new StoreFailed(file + " is larger than " + bytesMax + " bytes");
        }
        return found;
    }

    @Override
    public synchronized void replace(Path file, byte[] content) {
        take(content.length);
        changes++;
        boolean last = --changesLeft == 0;
        if (changesLeft >= 0 && !(last && changes % 2 == 0)) {
            files.put(file, new FaultyContent(content.clone()));
        }
        if (changesLeft <= 0) {
            throw new StoreFailed("the power is off");
        }
    }

    @Override
    public synchronized void remove(Path file) {
        change();
        files.remove(file);
    }

    @Override
    public synchronized List<Path> list(Path folder) {
        return files.keySet().stream().filter(f -> folder.equals(f.getParent())).toList();
    }

    @Override
    public void makeFolder(Path folder) {
        // Folders are implied by the names of their files.
    }

    private void take(long bytes) {
        if (bytes > bytesFree) {
            throw new StoreFailed("cannot write: No space left on device; free some space");
        }
        bytesFree -= bytes;
    }

    private final class Handle implements AppendFile, ReadFile {
        private final FaultyContent content;

        Handle(FaultyContent content) {
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (FaultyDisk.this) {
                return content.size();
            }
        }

        @Override
        public void append(ByteBuffer bytes) {
            synchronized (FaultyDisk.this) {
                byte[] all = new byte[(int) Math.min(bytes.remaining(), bytesFree)];
                boolean full = all.length < bytes.remaining();
                bytes.get(all);
                if (changesLeft > 0) {
                    content.write(all);
                }
                take(all.length);
                change();
                if (full) {
                    take(Long.MAX_VALUE);
                }
            }
        }

        @Override
        public void sync() {
            synchronized (FaultyDisk.this) {
                change();
                content.sync();
            }
        }

        @Override
        public void truncate(long to) {
            synchronized (FaultyDisk.this) {
                change();
                content.cut(to);
            }
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            synchronized (FaultyDisk.this) {
                int count = (int) Math.max(0, Math.min(length, content.size() - position));
                bytesRead += count;
                if (count > 0) {
                    content.read((int) position, into, offset, count);
                }
                return count;
            }
        }

        @Override
        public void close() {
            // Closing a file promises nothing about its bytes.
        }
    }
}
