package stemma.sandbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds renames: a file gone here and the same bytes new there. Overlay has no mark for them, so content decides; files
 * of other sizes are never read.
 */
final class Renames {
    private static final long COMPARED_BYTES_MAX = 256L << 20;

    private final Path folder;
    private final Path written;
    private long compared;

    private Renames(Path folder, Path written) {
        this.folder = folder;
        this.written = written;
    }

    static List<Change> found(List<Change> changes, Path folder, Path written) throws IOException {
        return new Renames(folder, written).pair(changes);
    }

    private List<Change> pair(List<Change> changes) throws IOException {
        Map<Long, List<Change>> gone = new HashMap<>();
        for (Change c : changes) {
            if (c.action() == Change.Action.DELETED && c.kind() == FileKind.FILE) {
                long size = c.before().orElseThrow().size();
                if (size > 0) {
                    gone.computeIfAbsent(size, s -> new ArrayList<>()).add(c);
                }
            }
        }
        Map<Path, Change> renamed = new HashMap<>();
        Set<Path> spent = new HashSet<>();
        for (Change c : changes) {
            if (c.action() == Change.Action.CREATED && c.kind() == FileKind.FILE) {
                Optional<Change> source = source(c, gone);
                if (source.isPresent()) {
                    spent.add(source.get().path());
                    renamed.put(c.path(), rename(source.get(), c));
                }
            }
        }
        List<Change> result = new ArrayList<>();
        for (Change c : changes) {
            if (c.action() != Change.Action.DELETED || !spent.contains(c.path())) {
                result.add(c.action() == Change.Action.CREATED ? renamed.getOrDefault(c.path(), c) : c);
            }
        }
        return result;
    }

    private Optional<Change> source(Change created, Map<Long, List<Change>> gone) throws IOException {
        long size = created.after().orElseThrow().size();
        Iterator<Change> candidates = gone.getOrDefault(size, List.of()).iterator();
        while (candidates.hasNext() && compared + size <= COMPARED_BYTES_MAX) {
            Change candidate = candidates.next();
            compared += size;
            if (sameBytes(candidate, created)) {
                candidates.remove();
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean sameBytes(Change gone, Change created) throws IOException {
        try {
            return Files.mismatch(folder.resolve(gone.path()), written.resolve(created.path())) < 0;
        } catch (AccessDeniedException unreadable) {
            return false;
        }
    }

    private static Change rename(Change gone, Change created) {
        Change renamed = new Change(
                Change.Action.RENAMED,
                created.path(),
                Optional.of(gone.path()),
                gone.before(),
                created.after(),
                created.flags());
        for (Change.Flag flag : gone.flags()) {
            renamed = renamed.with(flag);
        }
        return renamed;
    }
}
