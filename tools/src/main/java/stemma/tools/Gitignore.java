package stemma.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What .gitignore files leave out, after gitignore(5): the last matching rule decides, {@code !}
 * takes back, a slash inside a rule ties it to the file's folder, a slash at its end means folders.
 * Rules come in the order outer folder to inner. Immutable.
 */
record Gitignore(List<Rule> rules) {
    static final Gitignore NONE = new Gitignore(List.of());
    private static final int RULES_MAX = 5_000;

    /**
     * @param base folder of the rule's file with a slash at its end, or empty for the root
     * @param glob over the path below the base, or over the last name alone
     */
    record Rule(String base, Glob glob, boolean nameOnly, boolean foldersOnly, boolean takesBack) {
        boolean matches(String path, boolean isFolder) {
            if ((foldersOnly && !isFolder) || !path.startsWith(base)) {
                return false;
            }
            return glob.matches(nameOnly ? path.substring(path.lastIndexOf('/') + 1) : path.substring(base.length()));
        }
    }

    Gitignore {
        rules = List.copyOf(rules);
    }

    Gitignore with(String folder, List<String> lines) {
        if (lines.isEmpty()) {
            return this;
        }
        List<Rule> all = new ArrayList<>(rules);
        String base = folder.isEmpty() ? "" : folder + "/";
        for (String line : lines) {
            if (all.size() < RULES_MAX) {
                rule(base, line).ifPresent(all::add);
            }
        }
        return new Gitignore(all);
    }

    boolean ignores(String path, boolean isFolder) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).matches(path, isFolder)) {
                return !rules.get(i).takesBack();
            }
        }
        return false;
    }

    private static Optional<Rule> rule(String base, String line) {
        String text = line.endsWith("\\ ") ? line : line.stripTrailing();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        boolean takesBack = text.startsWith("!");
        text = takesBack ? text.substring(1) : text;
        boolean foldersOnly = text.endsWith("/");
        text = foldersOnly ? text.substring(0, text.length() - 1) : text;
        boolean tied = text.contains("/");
        text = text.startsWith("/") ? text.substring(1) : text;
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Rule(base, Glob.of(text), !tied, foldersOnly, takesBack));
    }
}
