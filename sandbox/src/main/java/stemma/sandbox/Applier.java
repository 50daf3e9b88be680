package stemma.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stemma.core.FileReason;

/**
 * Writes chosen changes into the real folder, so that every one of them can be taken back.
 *
 * <p>First everything is decided and the old content kept; then the journal is made durable; then the steps run:
 * removals from the deepest up, then what is new from the top down. Each step is refused by itself when the
 * entry is not
 * what the command started from. The lower folder was live during the run, so "what it started from" is a question of
 * change times (see {@link Origin}), not of a list made at the start.
 */
final class Applier {
    private static final long SNAPSHOT_BYTES_MAX = 4L << 30;
    private static final int PERMISSION_MASK = 0777;
    private static final int FOLDER_MASK = 01777;

    private final BoxFolder box;
    private final Origin origin;
    private final Path written;
    private final Journal journal;
    private final StepWriter writer;
    private final Owner owner;
    private final Restored restored;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Path> removed = new HashSet<>();
    private final Set<Path> newFolders = new HashSet<>();
    private final Map<Integer, Path> sources = new LinkedHashMap<>();
    private final Map<Path, String> refused = new LinkedHashMap<>();
    private long snapshotBytes;

    Applier(BoxFolder box, Origin origin, boolean root) throws IOException {
        this.box = box;
        this.origin = origin;
        this.written = DiffReader.written(box, origin);
        this.journal = new Journal(box.path());
        this.writer = new StepWriter(origin.folder(), root);
        this.owner = Owner.of(origin.folder());
        this.restored = Restored.read(box);
    }

    ApplyReport apply(Diff diff, Set<Path> chosen) throws IOException {
        List<Change> wanted = withParents(diff, chosen);
        journal.clear();
        for (Change change : wanted) {
            plan(change);
        }
        journal.write(steps);
        List<Path> done = new ArrayList<>();
        for (Step step : steps) {
            Optional<String> reason = attempt(step);
            if (reason.isPresent()) {
                refused.put(step.path(), reason.get());
            } else {
                done.add(step.path());
            }
        }
        journal.markDone();
        return new ApplyReport(done.stream().distinct().toList(), refused);
    }

    /** A new file needs the new folders it lies in. Removals come first, deepest first. */
    private static List<Change> withParents(Diff diff, Set<Path> chosen) {
        List<Change> wanted = diff.changes().stream()
                .filter(c -> chosen.contains(c.path()) || (newFolder(c) && holdsOne(c.path(), chosen)))
                .toList();
        List<Change> ordered = new ArrayList<>(wanted.stream()
                .filter(c -> c.action() == Change.Action.DELETED)
                .sorted(Comparator.comparing(Change::path).reversed())
                .toList());
        wanted.stream().filter(c -> c.action() != Change.Action.DELETED).forEach(ordered::add);
        return ordered;
    }

    private static boolean newFolder(Change c) {
        return c.action() == Change.Action.CREATED && c.kind() == FileKind.FOLDER;
    }

    private static boolean holdsOne(Path folder, Set<Path> chosen) {
        return chosen.stream().anyMatch(path -> path.startsWith(folder));
    }

    private void plan(Change change) throws IOException {
        if (change.action() == Change.Action.RENAMED) {
            plan(change.path(), change.after(), Optional.empty());
            plan(change.from().orElseThrow(), Optional.empty(), change.before());
        } else {
            plan(change.path(), change.after(), change.before());
        }
    }

    private void plan(Path path, Optional<FileFacts> after, Optional<FileFacts> expected) throws IOException {
        if (special(after) || special(expected)) {
            refused.put(path, "pipes, sockets and devices are neither made nor removed");
            return;
        }
        try {
            Step probe = new Step(steps.size(), path, Optional.empty(), Optional.empty());
            Optional<EntryState> before = removedEarlier(path) ? Optional.empty() : writer.now(probe);
            Optional<String> drift = removedEarlier(path) ? Optional.empty() : drift(path, before, expected);
            if (drift.isPresent()) {
                refused.put(path, drift.get());
                return;
            }
            Step step =
                    new Step(steps.size(), path, before, after.isPresent() ? state(path, before) : Optional.empty());
            keep(step);
            add(step);
        } catch (IOException e) {
            if (newlyMade(path)) {
                planNew(path);
            } else {
                refused.put(path, "it cannot be reached: " + FileReason.of(e));
            }
        }
    }

    /** A path in a folder that an earlier step makes: nothing can be there. */
    private void planNew(Path path) throws IOException {
        add(new Step(steps.size(), path, Optional.empty(), state(path, Optional.empty())));
    }

    /** What cannot be made cannot be put back either, so it is not removed. */
    private static boolean special(Optional<FileFacts> facts) {
        return facts.isPresent() && facts.get().kind() == FileKind.SPECIAL;
    }

    private void add(Step step) {
        steps.add(step);
        sources.put(step.number(), written.resolve(step.path()));
        if (step.after().isEmpty()) {
            removed.add(step.path());
        } else if (step.after().get().kind() == FileKind.FOLDER && step.before().isEmpty()) {
            newFolders.add(step.path());
        }
    }

    private boolean newlyMade(Path path) {
        Path parent = path.getParent();
        return parent != null && newFolders.contains(parent);
    }

    private boolean removedEarlier(Path path) {
        return removed.contains(path);
    }

    private Optional<String> drift(Path path, Optional<EntryState> now, Optional<FileFacts> expected)
            throws IOException {
        if (expected.isEmpty()) {
            return now.isPresent() ? Optional.of("it was made on the host since the start") : Optional.empty();
        }
        if (now.isEmpty()) {
            return Optional.of("it was removed on the host since the start");
        }
        Optional<FileFacts> facts = FileFacts.of(origin.folder().resolve(path));
        boolean changed = facts.isEmpty()
                || facts.get().kind() != expected.get().kind()
                || Flags.drifted(path, facts.get(), origin, restored);
        return changed ? Optional.of("it changed on the host since the start") : Optional.empty();
    }

    /** The state a written entry is to have: the command's content, without set-id bits, under the folder's owner. */
    private Optional<EntryState> state(Path path, Optional<EntryState> before) throws IOException {
        Path source = written.resolve(path);
        FileFacts facts = FileFacts.of(source).orElseThrow();
        if (facts.kind() == FileKind.FILE && !Files.isReadable(source)) {
            Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-------"));
        }
        EntryState left = EntryState.of(source).orElseThrow();
        int mask = left.kind() == FileKind.FOLDER ? FOLDER_MASK : PERMISSION_MASK;
        int mode = left.kind() == FileKind.SYMLINK ? 0 : facts.mode() & mask;
        Owner keeps = before.map(b -> new Owner(b.uid(), b.gid())).orElse(owner);
        return Optional.of(new EntryState(left.kind(), mode, keeps.uid(), keeps.gid(), left.content()));
    }

    private void keep(Step step) throws IOException {
        if (step.before().isEmpty() || step.before().get().kind() != FileKind.FILE) {
            return;
        }
        Path host = origin.folder().resolve(step.path());
        snapshotBytes += Files.size(host);
        if (snapshotBytes > SNAPSHOT_BYTES_MAX) {
            throw new IOException("what would be overwritten is more than " + SNAPSHOT_BYTES_MAX + " bytes");
        }
        Path snapshot = journal.snapshot(step);
        Files.copy(host, snapshot, NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(snapshot, PosixFilePermissions.fromString("rw-------"));
        Journal.sync(snapshot);
    }

    private Optional<String> attempt(Step step) {
        try {
            return writer.write(step, sources.getOrDefault(step.number(), box.path()));
        } catch (IOException e) {
            return Optional.of("it could not be written: " + FileReason.of(e));
        }
    }
}
