package stemma.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Held while this process owns a home. The kernel drops the lock when the process dies, however it
 * dies, so there is no stale lock to clean up.
 *
 * <p>POSIX locks belong to a process and fall when <em>any</em> of its descriptors on the file is
 * closed. A second opener in the same process must therefore be refused before it touches the lock
 * file; the {@code owner} file beside it, which names process and start time, is read first.
 */
public final class HomeLock implements AutoCloseable {
    private static final int OWNER_BYTES_MAX = 256;
    private static final Pattern OWNER = Pattern.compile("(\\d{1,18}) (\\S{1,64})\n");

    private final Home home;
    private final FileChannel channel;

    private HomeLock(Home home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** Prepares the home, takes it and sweeps its short-lived files, or throws {@link HomeBusy} at once. */
    public static HomeLock take(Home home) {
        home.prepare();
        String me = me();
        if (owner(home).map(me::equals).orElse(false)) {
            throw new HomeBusy(home.root(), ProcessHandle.current().pid());
        }
        FileChannel channel = open(home);
        if (!locked(home, channel)) {
            throw new HomeBusy(home.root(), pid(home));
        }
        HomeLock lock = new HomeLock(home, channel);
        LocalDisk disk = new LocalDisk();
        try {
            disk.list(home.temp()).forEach(disk::remove);
            disk.replace(home.owner(), me.getBytes(StandardCharsets.UTF_8));
        } catch (StoreFailed e) {
            lock.release(); // or nobody in this process could try again
            throw e;
        }
        return lock;
    }

    private static FileChannel open(Home home) {
        try {
            return FileChannel.open(
                    home.lock(),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw LocalDisk.refused("open", home.lock(), e);
        }
    }

    /** The channel stays open when the lock is this process's own, or closing would drop it. */
    private static boolean locked(Home home, FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw LocalDisk.refused("lock", home.lock(), e);
        }
    }

    private static Optional<String> owner(Home home) {
        return new LocalDisk()
                .content(home.owner(), OWNER_BYTES_MAX)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static long pid(Home home) {
        return owner(home)
                .map(OWNER::matcher)
                .filter(Matcher::matches)
                .map(m -> Long.parseLong(m.group(1)))
                .orElse(0L);
    }

    /** A process number alone comes back after a restart, always 1 in a container; so the start time too. */
    private static String me() {
        ProcessHandle process = ProcessHandle.current();
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        return process.pid() + " " + started + "\n";
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            new LocalDisk().remove(home.owner());
        } finally {
            release();
        }
    }

    private void release() {
        try {
            channel.close();
        } catch (IOException e) {
            throw LocalDisk.refused("unlock", home.lock(), e);
        }
    }
}
