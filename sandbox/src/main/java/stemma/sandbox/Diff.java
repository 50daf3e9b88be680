package stemma.sandbox;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.sandbox.linux.RawPath;

/**
 * Everything a command did to its folder, ordered by path.
 *
 * @param folder the real folder
 * @param changes at most {@link #CHANGES_MAX}
 * @param notes what could not be found out, for the user
 * @param cut whether there was more; such a diff is shown but not applied as a whole
 */
public record Diff(Path folder, List<Change> changes, List<String> notes, boolean cut) {
    public static final int CHANGES_MAX = 100_000;

    /** The op of writing chosen changes into the folder. */
    public static final String APPLY_OP = "fs.apply";

    public Diff {
        changes = changes.stream()
                .sorted(Comparator.comparing(Change::path).thenComparing(Change::action, Comparator.reverseOrder()))
                .toList();
        notes = List.copyOf(notes);
    }

    /** All changes but those git ignores. */
    public List<Change> noticed() {
        return changes.stream()
                .filter(change -> !change.flags().contains(Change.Flag.IGNORED))
                .toList();
    }

    /** The topmost paths that git ignores; each stands for all that lies in it. */
    public Set<Path> ignoredRoots() {
        Set<Path> ignored = changes.stream()
                .filter(change -> change.flags().contains(Change.Flag.IGNORED))
                .map(Change::path)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Path> roots = new TreeSet<>(ignored);
        roots.removeIf(path -> {
            Path parent = path.getParent();
            return parent != null && ignored.contains(parent);
        });
        return roots;
    }

    /** Those of the chosen paths that something will run later: all of them are what a person is asked about. */
    public List<Path> runningLater(Set<Path> chosen) {
        return changes.stream()
                .filter(change ->
                        chosen.contains(change.path()) && change.flags().contains(Change.Flag.RUNS_LATER))
                .map(Change::path)
                .distinct()
                .toList();
    }

    /**
     * The effect of applying these paths; the act that asks for it must be for the same. Its target is the folder, or
     * the first path that something will run later: rules ask about such a path wherever it lies.
     *
     * @param box the id of the box whose changes these are
     */
    public Effect applying(String box, Set<Path> chosen) {
        Path target =
                runningLater(chosen).stream().findFirst().map(folder::resolve).orElse(folder);
        return new Effect(
                APPLY_OP, RawPath.shown(target), Digest.of(input(box, chosen).canonical()));
    }

    /** What decides the effect of applying: the box, its folder, and each change as it was seen. */
    public Json.Obj input(String box, Set<Path> chosen) {
        List<Json> items = changes.stream()
                .filter(change -> chosen.contains(change.path()))
                .<Json>map(Diff::item)
                .toList();
        return Json.object()
                .put("box", box)
                .put("folder", RawPath.encode(folder))
                .put("changes", Json.array(items))
                .build();
    }

    private static Json.Obj item(Change change) {
        JsonBuilder item = Json.object()
                .put("action", change.action().name().toLowerCase(Locale.ROOT))
                .put("path", RawPath.encode(change.path()));
        if (change.flags().contains(Change.Flag.RUNS_LATER)) {
            item.put("runsLater", true);
        }
        change.after()
                .ifPresent(after ->
                        item.put("bytes", after.size()).put("changedNanos", Long.toString(after.changeNanos())));
        return item.build();
    }
}
