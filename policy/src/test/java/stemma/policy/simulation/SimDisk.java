package stemma.policy.simulation;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import stemma.store.AppendFile;
import stemma.store.Disk;
import stemma.store.FaultyDisk;
import stemma.store.ReadFile;
import stemma.store.StoreFailed;

/**
 * The faulty disk as the program sees it during one opening of the home: before and after each change
 * anybody else may run, or the machine may crash; at one change, if the seed says so, it fails.
 *
 * <p>It keeps by itself what was synced to the files of entries, so that the oracle need not believe
 * the program about what is durable.
 */
final class SimDisk implements Disk {
    private final FaultyDisk disk;
    private final Baton baton;
    private final Transcript transcript;
    private final RandomGenerator random;
    private final Replaced watch;
    private long changesUntilFailure;
    private boolean failed;
    private byte[] pending = new byte[0];
    private byte[] synced = new byte[0];

    /** Whoever looks at a file before it takes the place of another. */
    @FunctionalInterface
    interface Replaced {
        void by(Path file, byte[] content);
    }

    /** A disk whose change of that number fails, and none when it is 0. */
    SimDisk(
            FaultyDisk disk,
            Baton baton,
            Transcript transcript,
            RandomGenerator random,
            long failAtChange,
            Replaced watch) {
        this.disk = disk;
        this.baton = baton;
        this.transcript = transcript;
        this.random = random;
        this.changesUntilFailure = failAtChange;
        this.watch = watch;
    }

    /** Whether these bytes were written and synced to a file of entries in this opening. */
    boolean holds(byte[] entry) {
        for (int at = 0; at <= synced.length - entry.length; at++) {
            if (Arrays.equals(synced, at, at + entry.length, entry, 0, entry.length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a change was refused in this opening. */
    boolean failed() {
        return failed;
    }

    /**
     * Makes a change, or fails it: what of it happened nevertheless is drawn by the change itself.
     *
     * @param step what comes before and after it
     */
    private void change(String what, Path file, Runnable step, Consumer<Boolean> change) {
        step.run();
        changesUntilFailure--;
        boolean fails = changesUntilFailure == 0;
        transcript.line((fails ? "failing " : "") + what + " " + file.getFileName());
        try {
            change.accept(!fails);
            if (fails) {
                throw new StoreFailed("input/output error");
            }
        } catch (StoreFailed e) {
            failed = true;
            throw e;
        }
        step.run();
    }

    /** A change that happens whole or not at all. */
    private void change(String what, Path file, Runnable change) {
        change(what, file, baton::step, sound -> {
            if (sound || random.nextBoolean()) {
                change.run();
            }
        });
    }

    @Override
    public AppendFile append(Path file) {
        return new Handle(file, disk.append(file));
    }

    @Override
    public ReadFile read(Path file) {
        return disk.read(file);
    }

    @Override
    public Optional<byte[]> content(Path file, int bytesMax) {
        return disk.content(file, bytesMax);
    }

    @Override
    public void replace(Path file, byte[] content) {
        watch.by(file, content);
        change("replace", file, () -> disk.replace(file, content));
    }

    @Override
    public void remove(Path file) {
        change("remove", file, () -> disk.remove(file));
    }

    @Override
    public List<Path> list(Path folder) {
        return disk.list(folder);
    }

    @Override
    public void makeFolder(Path folder) {
        disk.makeFolder(folder);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Leaves and tiles are appended under a lock that readers of the tree want, too. */
    private final class Handle implements AppendFile {
        private final Path file;
        private final AppendFile under;
        private final boolean entries;
        private final Runnable step;

        Handle(Path file, AppendFile under) {
            this.file = file;
            this.under = under;
            String name = file.getFileName().toString();
            this.entries = name.startsWith("entries-");
            this.step = name.equals("leaves") || name.equals("tiles") ? baton::point : baton::step;
        }

        @Override
        public long size() {
            return under.size();
        }

        @Override
        public void append(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            change("append", file, step, sound -> {
                int length = sound ? copy.length : random.nextInt(copy.length + 1);
                under.append(ByteBuffer.wrap(copy, 0, length));
            });
            pending = entries ? joined(pending, copy) : pending;
        }

        @Override
        public void sync() {
            change("sync", file, under::sync);
            if (entries) {
                synced = joined(synced, pending);
                pending = new byte[0];
            }
        }

        @Override
        public void truncate(long size) {
            change("truncate", file, () -> under.truncate(size));
        }

        @Override
        public void close() {
            under.close();
        }
    }
}
