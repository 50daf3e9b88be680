package stemma.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.core.Scope;
import stemma.core.ScopeFailed;
import stemma.core.ScopeTimedOut;
import stemma.sandbox.WorkspacePath;
import stemma.sandbox.WorkspaceRefused;
import stemma.sandbox.WorkspaceView;

/**
 * Searches files in parallel, a batch at a time, so that the answer is in order of path and line and
 * a search that has found enough stops soon.
 */
final class FileSearch {
    static final int FILES_MAX = 100_000;
    static final int FILE_BYTES_MAX = 4 << 20;
    static final int WIDTH_MAX = 8;
    private static final int BATCH_FILES = 64;
    private static final Duration TIME_MAX = Duration.ofMillis(Toolbox.READ_MILLIS_MAX);

    private final WorkspaceView view;
    private final SearchInput input;
    private final Predicate<WorkspacePath> readable;
    private final List<SearchOutput.Match> matches = new ArrayList<>();
    private int searched;
    private int skipped;
    private int left;

    /** What one file gave; {@code readable} is false for what is not text or is too large. */
    private record Found(boolean readable, List<SearchOutput.Match> matches) {}

    /**
     * @param readable whether whoever searches may read this file without being asked
     */
    FileSearch(WorkspaceView view, SearchInput input, Predicate<WorkspacePath> readable) {
        this.view = view;
        this.input = input;
        this.readable = readable;
    }

    SearchOutput run(WorkspacePath from) throws InterruptedException {
        LineMatcher.of(input);
        FileWalk walk = new FileWalk(view, false);
        List<WorkspaceView.Item> files = files(walk.items(from, ListInput.DEPTH_MAX, FILES_MAX));
        int at = 0;
        while (at < files.size() && matches.size() <= input.matchesMax()) {
            int to = Math.min(files.size(), at + BATCH_FILES);
            collect(files.subList(at, to));
            at = to;
        }
        boolean more = matches.size() > input.matchesMax();
        List<SearchOutput.Match> shown = more ? matches.subList(0, input.matchesMax()) : matches;
        String first = more ? "only the first " + input.matchesMax() + " matches are shown" : "";
        String walked = walk.cut(ListInput.DEPTH_MAX);
        String kept = left == 0 ? "" : left + " files that need a yes to be read were left out";
        String cut =
                Stream.of(first, walked, kept).filter(why -> !why.isEmpty()).collect(Collectors.joining("; "));
        return new SearchOutput(shown, searched, skipped, cut);
    }

    private List<WorkspaceView.Item> files(List<WorkspaceView.Item> items) {
        List<WorkspaceView.Item> all = named(items);
        List<WorkspaceView.Item> open =
                all.stream().filter(item -> readable.test(item.path())).toList();
        left = all.size() - open.size();
        return open;
    }

    private List<WorkspaceView.Item> named(List<WorkspaceView.Item> items) {
        Glob glob = Glob.of(input.glob().isEmpty() ? "**" : input.glob());
        boolean nameOnly = !input.glob().contains("/") && !input.glob().contains("**");
        return items.stream()
                .filter(item -> item.kind() == WorkspaceView.Kind.FILE)
                .filter(item ->
                        glob.matches(nameOnly ? item.path().name() : item.path().text()))
                .toList();
    }

    private void collect(List<WorkspaceView.Item> files) throws InterruptedException {
        List<Callable<Found>> tasks = new ArrayList<>();
        files.forEach(file -> tasks.add(() -> search(file)));
        try {
            for (Found found : Scope.<Found>parallel("search", WIDTH_MAX, tasks, TIME_MAX)) {
                searched += found.readable() ? 1 : 0;
                skipped += found.readable() ? 0 : 1;
                matches.addAll(found.matches());
            }
        } catch (ScopeTimedOut e) {
            throw new ToolFailed("the search took over " + TIME_MAX.toSeconds() + " s; search a smaller folder");
        } catch (ScopeFailed e) {
            throw e.getCause() instanceof ToolFailed reason ? new ToolFailed(String.valueOf(reason.getMessage())) : e;
        }
    }

    private Found search(WorkspaceView.Item file) {
        byte[] content;
        try {
            content = view.content(file.path(), FILE_BYTES_MAX);
        } catch (WorkspaceRefused tooLargeOrGone) {
            return new Found(false, List.of());
        }
        if (TextBytes.binary(content)) {
            return new Found(false, List.of());
        }
        return new Found(true, search(file.path().text(), TextBytes.lines(content)));
    }

    private List<SearchOutput.Match> search(String path, List<String> lines) {
        LineMatcher matcher = LineMatcher.of(input);
        List<SearchOutput.Match> found = new ArrayList<>();
        for (int i = 0; i < lines.size() && found.size() <= input.matchesMax(); i++) {
            if (matcher.matches(lines.get(i))) {
                found.add(new SearchOutput.Match(
                        path,
                        i + 1,
                        shown(lines.get(i)),
                        around(lines, i - input.contextLines(), i),
                        around(lines, i + 1, i + 1 + input.contextLines())));
            }
        }
        return found;
    }

    private static List<String> around(List<String> lines, int from, int to) {
        return lines.subList(Math.clamp(from, 0, lines.size()), Math.clamp(to, 0, lines.size())).stream()
                .map(FileSearch::shown)
                .toList();
    }

    private static String shown(String line) {
        return TextBytes.cut(line, SearchOutput.Match.LINE_CHARS_MAX);
    }
}
