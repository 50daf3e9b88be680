package stemma.sandbox.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import stemma.sandbox.Change;
import stemma.sandbox.Diff;

/**
 * Links that point out of their folder.
 *
 * <p>Applying follows none, but whoever works in the folder afterwards will: a note that is a link to a key is read, a
 * log that is a link to a start file is written, and neither looks like it. No rule can tell such a path from another,
 * so the person does: a link out is applied only when it is named by itself.
 */
final class LeavingLinks {
    private static final int SHOWN_MAX = 5;
    private static final String REASON = "it is a link out of the folder; applied only when named by itself";

    private LeavingLinks() {}

    /** Those among the chosen that the person did not name, each with the reason. */
    static Map<Path, String> unnamed(Diff diff, Set<Path> chosen, List<String> named) {
        Map<Path, String> left = new TreeMap<>();
        for (Change change : diff.changes()) {
            Path path = change.path();
            if (change.flags().contains(Change.Flag.LINK_LEAVES)
                    && chosen.contains(path)
                    && named.stream()
                            .noneMatch(name -> Path.of(name).normalize().equals(path))) {
                left.put(path, REASON);
            }
        }
        return left;
    }

    static String sentence(Map<Path, String> left) {
        List<String> names =
                left.keySet().stream().limit(SHOWN_MAX).map(Path::toString).toList();
        String more = left.size() > SHOWN_MAX ? " and " + (left.size() - SHOWN_MAX) + " more" : "";
        return String.join(", ", names) + more + ": " + REASON;
    }
}
