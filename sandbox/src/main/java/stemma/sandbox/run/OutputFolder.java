package stemma.sandbox.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.core.ActId;
import stemma.store.Disk;

/**
 * Files with what runs printed, where that is more than a receipt's tail holds: one a run, named by its id. The oldest
 * go first, before a new one is begun, so that all of them together stay within their bound at any time. Thread-safe.
 */
public final class OutputFolder {
    private final Disk disk;
    private final Path root;
    private final Bounds bounds;
    private final Set<Path> open = new HashSet<>();

    /**
     * How much is kept.
     *
     * @param eachBytesMax of one run's output
     * @param allBytesMax of all runs together
     */
    public record Bounds(long eachBytesMax, long allBytesMax) {
        public static final long OUTPUT_KEPT_BYTES_MAX = 64L << 20;
        public static final long OUTPUTS_KEPT_BYTES_MAX = 1L << 30;

        public Bounds {
            if (eachBytesMax < Tail.TAIL_BYTES_MAX || allBytesMax < eachBytesMax) {
                throw new IllegalArgumentException("one output file is at least a tail, and all at least one");
            }
        }

        public static Bounds standard() {
            return new Bounds(OUTPUT_KEPT_BYTES_MAX, OUTPUTS_KEPT_BYTES_MAX);
        }
    }

    private record Kept(Path file, long bytes, long touchedMillis) {}

    /** Nothing is made before it is needed. */
    public OutputFolder(Disk disk, Path root, Bounds bounds) {
        this.disk = disk;
        this.root = root;
        this.bounds = bounds;
    }

    /** Takes what a run prints. */
    RunOutput of(String run) {
        return new RunOutput(this, run);
    }

    /** A file for a run's output; empty when as many are being written as fit the bound. */
    synchronized Optional<OutputFile> begin(String run) {
        long reserved = (open.size() + 1) * bounds.eachBytesMax();
        if (reserved > bounds.allBytesMax()) {
            return Optional.empty();
        }
        trim(bounds.allBytesMax() - reserved, 0);
        disk.makeFolder(root);
        Path file = file(run);
        OutputFile begun = new OutputFile(disk.append(file), bounds.eachBytesMax());
        open.add(file);
        return Optional.of(begun);
    }

    synchronized void end(String run) {
        open.remove(file(run));
    }

    /** Where a run's output is, as long as it is kept. */
    public Optional<Path> find(ActId run) {
        return Optional.of(file(run.toString())).filter(Files::isRegularFile);
    }

    /** Removes a run's output, unless it is being written. */
    public synchronized void remove(ActId run) {
        find(run).filter(file -> !open.contains(file)).ifPresent(disk::remove);
    }

    /**
     * Removes what was last written before that time.
     *
     * @return how many files went
     */
    synchronized int sweep(long beforeMillis) {
        return trim(bounds.allBytesMax(), beforeMillis);
    }

    private int trim(long bytesMax, long beforeMillis) {
        List<Kept> ended = new ArrayList<>();
        disk.list(root).stream()
                .filter(file -> !open.contains(file))
                .forEach(file -> kept(file).ifPresent(ended::add));
        ended.sort(Comparator.comparingLong(Kept::touchedMillis));
        long left = ended.stream().mapToLong(Kept::bytes).sum();
        int gone = 0;
        for (Kept one : ended) {
            if (left > bytesMax || one.touchedMillis() < beforeMillis) {
                disk.remove(one.file());
                left -= one.bytes();
                gone++;
            }
        }
        return gone;
    }

    private static Optional<Kept> kept(Path file) {
        try {
            return Optional.of(new Kept(
                    file, Files.size(file), Files.getLastModifiedTime(file).toMillis()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the kept output " + file + " cannot be looked at", e);
        }
    }

    private Path file(String run) {
        return root.resolve(run);
    }
}
