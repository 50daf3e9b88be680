package stemma.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.policy.shell.ShellWord;

/**
 * A program that runs the command behind its own options and adds nothing to it that a rule would mind:
 * the command is judged in its place.
 *
 * @param flags letters of short options that stand alone
 * @param valued letters of short options with a value
 * @param longFlags long options that stand alone
 * @param longValued long options with a value
 * @param operands how many words of its own come before the command
 */
record Wrapper(String flags, String valued, Set<String> longFlags, Set<String> longValued, int operands) {
    private static final Map<String, Wrapper> ALL = Map.ofEntries(
            Map.entry("nice", of("", "n", "", "adjustment", 0)),
            Map.entry("nohup", of("", "", "", "", 0)),
            Map.entry("time", of("pv", "f", "portability verbose", "format", 0)),
            Map.entry("timeout", of("v", "sk", "foreground preserve-status verbose", "signal kill-after", 1)),
            Map.entry("stdbuf", of("", "ioe", "", "input output error", 0)),
            Map.entry("ionice", of("t", "cn", "ignore", "class classdata", 0)),
            Map.entry("setsid", of("cfw", "", "ctty fork wait", "", 0)),
            Map.entry("command", of("p", "", "", "", 0)),
            Map.entry("builtin", of("", "", "", "", 0)),
            Map.entry("exec", of("cl", "a", "", "", 0)),
            Map.entry("busybox", of("", "", "", "", 0)),
            Map.entry("toybox", of("", "", "", "", 0)),
            Map.entry("env", of("i0v", "u", "ignore-environment null debug", "unset", 0)),
            Map.entry(
                    "xargs",
                    of(
                            "0rtpxo",
                            "nPLdEsIa",
                            "null no-run-if-empty verbose interactive exit open-tty",
                            "max-args max-procs delimiter max-chars arg-file",
                            0)));

    /** Where the command stands when the options cannot be understood. */
    static final int UNKNOWN = -1;

    private static Wrapper of(String flags, String valued, String longFlags, String longValued, int operands) {
        return new Wrapper(flags, valued, names(longFlags), names(longValued), operands);
    }

    private static Set<String> names(String names) {
        return Stream.of(names.split(" ")).filter(n -> !n.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    /** The wrapper of this name, if it is one. */
    static Optional<Wrapper> named(String program) {
        return Optional.ofNullable(ALL.get(program));
    }

    /** The index of the command among the words, their number when there is none, or {@link #UNKNOWN}. */
    int command(List<ShellWord> words) {
        int i = 1;
        while (i < words.size()
                && words.get(i).known()
                && words.get(i).option()
                && !words.get(i).is("--")) {
            int step = step(words.get(i).text());
            if (step == 0) {
                return UNKNOWN;
            }
            i += step;
        }
        boolean ended = i < words.size() && words.get(i).is("--");
        int at = i + (ended ? 1 : 0) + operands;
        boolean known = words.subList(0, Math.min(at, words.size())).stream().allMatch(ShellWord::known);
        return known ? Math.min(at, words.size()) : UNKNOWN;
    }

    /** How many words an option takes; none when it is not known. */
    private int step(String option) {
        if (option.startsWith("--")) {
            int equals = option.indexOf('=');
            String name = option.substring(2, equals < 0 ? option.length() : equals);
            boolean valued = longValued.contains(name);
            return longFlags.contains(name) || (valued && equals > 0) ? 1 : valued ? 2 : 0;
        }
        if (option.substring(1).chars().allMatch(c -> c >= '0' && c <= '9') && valued.equals("n")) {
            return 1;
        }
        for (int i = 1; i < option.length(); i++) {
            if (valued.indexOf(option.charAt(i)) >= 0) {
                return i == option.length() - 1 ? 2 : 1;
            }
            if (flags.indexOf(option.charAt(i)) < 0) {
                return 0;
            }
        }
        return 1;
    }
}
