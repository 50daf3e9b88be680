package stemma.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import stemma.store.Disk;

/**
 * The names inside {@code ledger/}.
 *
 * <pre>
 *   entries-00000000000000000000.log   frames of entries; the number is the first entry's index
 *   leaves                             32 byte leaf hash of each entry (derived)
 *   tiles                              root of each 256 leaves, and where they begin (derived)
 *   checkpoint                         the last signed checkpoint
 *   checkpoints                        earlier signed checkpoints, one note after another
 *   cosigned                           checkpoints with the cosignatures of witnesses
 *   cut-00000000000000001234           what a crash left half-written after entry 1233
 * </pre>
 */
record LedgerFolder(Disk disk, Path path) {
    private static final Pattern SEGMENT = Pattern.compile("entries-\\d{20}\\.log");
    private static final Pattern CUT = Pattern.compile("cut-\\d{20}");

    /** One file of entries. */
    record Segment(Path file, long first) {}

    Path leaves() {
        return path.resolve("leaves");
    }

    Path tiles() {
        return path.resolve("tiles");
    }

    Path checkpoint() {
        return path.resolve("checkpoint");
    }

    Path checkpoints() {
        return path.resolve("checkpoints");
    }

    Path cosigned() {
        return path.resolve("cosigned");
    }

    Path cut(long index) {
        return path.resolve(String.format("cut-%020d", index));
    }

    /** What crashes left, in log order. */
    List<Path> cuts() {
        return disk.list(path).stream()
                .filter(f -> CUT.matcher(f.getFileName().toString()).matches())
                .toList();
    }

    Segment segment(long first) {
        return new Segment(path.resolve(String.format("entries-%020d.log", first)), first);
    }

    /** In log order. */
    List<Segment> segments() {
        return disk.list(path).stream()
                .filter(f -> SEGMENT.matcher(f.getFileName().toString()).matches())
                .map(f ->
                        new Segment(f, Long.parseLong(f.getFileName().toString().substring(8, 28))))
                .toList();
    }

    long size(Path file) {
        boolean there = disk.list(path).contains(file);
        if (!there) {
            return 0;
        }
        try (var reader = disk.read(file)) {
            return reader.size();
        }
    }
}
