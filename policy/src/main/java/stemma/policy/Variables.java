package stemma.policy;

import java.util.Set;
import stemma.policy.shell.ShellWord;

/**
 * Variables that a command may be given without a rule for it: they change how it speaks, and not
 * what it does. Others name programs, libraries and files to a tool.
 */
final class Variables {
    private static final Set<String> QUIET = Set.of(
            "LANG",
            "LANGUAGE",
            "TZ",
            "CI",
            "TERM",
            "COLUMNS",
            "LINES",
            "NO_COLOR",
            "FORCE_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "CARGO_TERM_COLOR",
            "NODE_ENV",
            "RUST_BACKTRACE",
            "PYTHONUNBUFFERED",
            "PYTHONDONTWRITEBYTECODE",
            "PYTHONHASHSEED",
            "DEBUG",
            "VERBOSE",
            "GIT_TERMINAL_PROMPT",
            "SOURCE_DATE_EPOCH",
            "DEBIAN_FRONTEND");

    private Variables() {}

    /** The name in {@code NAME=value}. */
    static String name(ShellWord assignment) {
        return assignment.prefix().split("[+=\\[]", 2)[0];
    }

    static boolean isAssignment(ShellWord word) {
        String name = name(word);
        return word.prefix().length() > name.length()
                && word.prefix().charAt(name.length()) == '='
                && name.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    static boolean quiet(ShellWord assignment) {
        String name = name(assignment);
        return QUIET.contains(name) || name.startsWith("LC_");
    }
}
