package stemma.sandbox.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stemma.sandbox.Change;
import stemma.sandbox.Diff;

/**
 * Changes that a plain apply leaves out, each with the reason, so that none is left out without a word.
 *
 * <p>Links that point out of their folder: applying follows none, but whoever works in the folder afterwards will: a
 * note that is a link to a key is read, a log that is a link to a start file is written, and neither looks like it. No
 * rule can tell such a path from another, so the person does: a link out is applied only when it is named by itself.
 * And pipes, sockets and devices, which are not content.
 */
final class LeftOut {
    private static final int SHOWN_MAX = 5;
    private static final String LINK = "it is a link out of the folder; applied only when named by itself";
    private static final String SPECIAL = "pipes, sockets and devices are neither made nor removed";

    private LeftOut() {}

    /** Links out among the chosen that the person did not name, and what is special where the person named nothing. */
    static Map<Path, String> of(Diff diff, Set<Path> chosen, List<String> named) {
        Map<Path, String> left = new TreeMap<>();
        for (Change change : diff.noticed()) {
            Path path = change.path();
            if (change.flags().contains(Change.Flag.SPECIAL) && named.isEmpty()) {
                left.put(path, SPECIAL);
            }
        }
        for (Change change : diff.changes()) {
            Path path = change.path();
            if (change.flags().contains(Change.Flag.LINK_LEAVES)
                    && chosen.contains(path)
                    && named.stream()
                            .noneMatch(name -> Path.of(name).normalize().equals(path))) {
                left.put(path, LINK);
            }
        }
        return left;
    }

    static String sentence(Map<Path, String> left) {
        return left.values().stream()
                .distinct()
                .map(reason -> names(left, reason) + ": " + reason)
                .collect(Collectors.joining("; "));
    }

    private static String names(Map<Path, String> left, String reason) {
        List<String> names = left.entrySet().stream()
                .filter(one -> one.getValue().equals(reason))
                .map(one -> one.getKey().toString())
                .toList();
        String more = names.size() > SHOWN_MAX ? " and " + (names.size() - SHOWN_MAX) + " more" : "";
        return String.join(", ", names.subList(0, Math.min(SHOWN_MAX, names.size()))) + more;
    }
}
