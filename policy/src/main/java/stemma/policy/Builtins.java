package stemma.policy;

import java.util.List;
import java.util.Set;
import stemma.policy.shell.ShellWord;

/** Commands of the shell itself that only steer a script, so that they need no rule. */
final class Builtins {
    private static final Set<String> STEERING =
            Set.of(":", "true", "false", "exit", "return", "break", "continue", "wait", "shift", "times");

    private Builtins() {}

    /** Whether a command does nothing but steer; rules that restrict are asked about it all the same. */
    static boolean neutral(String name, List<ShellWord> words) {
        List<ShellWord> rest = words.subList(1, words.size());
        return STEERING.contains(name)
                || switch (name) {
                    case "test", "[" ->
                        rest.stream().map(ShellWord::text).noneMatch(text -> text.equals("-v") || text.equals("-R"));
                    case "set" -> rest.stream().allMatch(Builtins::strict);
                    case "read" -> rest.stream().allMatch(word -> word.is("-r") || own(word));
                    case "export" -> !rest.isEmpty() && rest.stream().allMatch(Builtins::quiet);
                    default -> false;
                };
    }

    private static boolean strict(ShellWord word) {
        return word.known() && word.text().matches("[-+][eux]+o?|pipefail|errexit|nounset|xtrace");
    }

    private static boolean own(ShellWord word) {
        return word.known() && word.text().matches("[a-z][a-z0-9]{0,15}");
    }

    private static boolean quiet(ShellWord word) {
        return Variables.isAssignment(word) && Variables.quiet(word);
    }
}
