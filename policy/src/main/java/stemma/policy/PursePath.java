package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a purse hangs in the tree. A name is a path: what a goal's sub-agent spends is named after the
 * goal and drawn from its purse, from the day's, and from the node's.
 *
 * <pre>
 *   node                    the whole life of the node
 *   └─ day                  one UTC day, and then the next
 *      ├─ goal:3.41         one goal
 *      │  └─ goal:3.41/ada  a sub-agent of it, and so on
 *      └─ goal:3.42
 * </pre>
 */
final class PursePath {
    /** Purses from a leaf to the root, both counted. */
    static final int LEVELS_MAX = 8;

    /** Kinds of purses that a limit can be set for at once. */
    static final List<String> KINDS = List.of("goal", "sub-agent");

    private static final Pattern NAMED =
            Pattern.compile("node|day|goal|sub-agent|goal:[1-9][0-9]*\\.[1-9][0-9]*(/[A-Za-z0-9._-]+)*");

    private PursePath() {}

    /** The purses that an act paid from this one draws from, itself first and the root last. */
    static List<String> drawn(String purse) {
        List<String> drawn = new ArrayList<>(4);
        if (!purse.equals(PurseBook.ROOT) && !purse.equals(PurseBook.DAY)) {
            drawn.add(purse);
            for (int slash = purse.lastIndexOf('/'); slash > 0; slash = purse.lastIndexOf('/', slash - 1)) {
                drawn.add(purse.substring(0, slash));
            }
        }
        drawn.add(PurseBook.DAY);
        drawn.add(PurseBook.ROOT);
        return drawn;
    }

    /** What a limit for purses of its kind is called; itself where it is the only one. */
    static String kind(String purse) {
        int colon = purse.indexOf(':');
        if (colon < 0) {
            return purse;
        }
        return purse.indexOf('/') < 0 ? purse.substring(0, colon) : "sub-agent";
    }

    /** Why no limit can be set for this; empty when one can. */
    static Optional<String> fault(String purse) {
        if (!NAMED.matcher(purse).matches()) {
            return Optional.of("'" + Shown.plain(purse) + "' is no purse; they are node, day, goal (each goal),"
                    + " sub-agent (each of them), one goal such as goal:3.41, or one sub-agent such as goal:3.41/ada");
        }
        return drawn(purse).size() > LEVELS_MAX
                ? Optional.of("the tree of purses has at most " + LEVELS_MAX + " levels")
                : Optional.empty();
    }
}
