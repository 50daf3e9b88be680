package stemma.policy;

import java.util.Optional;
import java.util.Set;
import stemma.core.Act;

/**
 * The form a target must have before any rule is asked. A rule can only be trusted to mean what it
 * says when one thing has one spelling; sinks build their targets in this form from what they are
 * really about to touch.
 */
final class Form {
    /** Ops that may name a run by its id instead of a path. */
    private static final Set<String> BY_ID = Set.of("fs.apply", "fs.undo", "fs.discard");

    private Form() {}

    /** What is wrong with the act's target, in one clause; empty when nothing is. */
    static Optional<String> fault(Act act, TargetKind kind) {
        String target = act.target();
        return switch (kind) {
            case PATH -> path(act.op(), target);
            case COMMAND ->
                target.isBlank() || target.indexOf('\0') >= 0
                        ? Optional.of("the command line is empty or holds a NUL")
                        : Optional.empty();
            case TEXT -> Optional.empty();
        };
    }

    private static Optional<String> path(String op, String target) {
        boolean id = BY_ID.contains(op) && canonical("/" + target) && target.indexOf('/') < 0;
        return id || canonical(target)
                ? Optional.empty()
                : Optional.of("the path is not absolute and resolved (no '.', '..', '//', closing '/' or NUL)");
    }

    /** Whether this is one absolute path in the one form it can have. */
    static boolean canonical(String path) {
        int length = path.length();
        if (length == 0 || path.charAt(0) != '/') {
            return false;
        }
        int start = 1;
        for (int i = 1; i <= length; i++) {
            char c = i == length ? '/' : path.charAt(i);
            if (c == '/') {
                if (relative(path, start, i) && length > 1) {
                    return false;
                }
                start = i + 1;
            } else if (c == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean relative(String path, int start, int end) {
        return switch (end - start) {
            case 0 -> true;
            case 1 -> path.charAt(start) == '.';
            case 2 -> path.charAt(start) == '.' && path.charAt(start + 1) == '.';
            default -> false;
        };
    }
}
