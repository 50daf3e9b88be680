package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one written form of a command: how {@code proc.*} acts spell their target, and how rules take
 * it apart again. A command line is judged by its parts: {@code git status && rm -rf x} is allowed
 * only when both halves are, and the script of {@code sh -c} stands for the shell itself.
 */
public final class CommandLine {
    /** Shells inside shells beyond this are not looked into, and so match no allowing rule but {@code *}. */
    static final int DEPTH_MAX = 4;

    private static final int WRAPPED_WORDS_MAX = 8;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\+?=.*", Pattern.DOTALL);
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ksh", "ash", "fish");
    private static final Set<String> WRAPPERS = Set.of(
            "env",
            "sudo",
            "doas",
            "su",
            "nice",
            "nohup",
            "timeout",
            "time",
            "xargs",
            "command",
            "exec",
            "builtin",
            "setsid",
            "stdbuf",
            "ionice",
            "watch",
            "strace",
            "parallel",
            "find",
            "busybox",
            "script",
            "unshare");
    private static final Set<String> KEYWORDS = Set.of(
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "while",
            "until",
            "do",
            "done",
            "case",
            "esac",
            "!",
            "{",
            "}",
            "function",
            "select",
            "in",
            "coproc");

    private CommandLine() {}

    /** The written form of an argument vector: words joined by blanks, quoted where a shell needs it. */
    public static String of(List<String> argv) {
        StringBuilder line = new StringBuilder();
        for (String word : argv) {
            line.append(line.isEmpty() ? "" : " ");
            boolean first = line.isEmpty();
            boolean plain = PLAIN.matcher(word).matches() && !(first && word.indexOf('=') >= 0);
            line.append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return line.toString();
    }

    /** The simple commands of a command line, in order; at least one. */
    static List<CommandPart> parts(String line) {
        List<CommandPart> parts = new ArrayList<>();
        collect(line, 0, false, parts);
        return parts.isEmpty() ? List.of(CommandPart.NONE) : parts;
    }

    private static void collect(String line, int depth, boolean hint, List<CommandPart> parts) {
        ShellSplitter splitter = new ShellSplitter(line);
        for (ShellSplitter.Command command : splitter.commands()) {
            command(command, depth, hint || command.substituted(), parts);
        }
    }

    private static void command(ShellSplitter.Command command, int depth, boolean hint, List<CommandPart> parts) {
        List<String> words = command.words();
        boolean opaque = command.opaque();
        while (!words.isEmpty()
                && (KEYWORDS.contains(words.getFirst())
                        || ASSIGNMENT.matcher(words.getFirst()).matches())) {
            words = words.subList(1, words.size());
            opaque = true;
        }
        if (words.isEmpty()) {
            words = command.words();
        }
        if (!words.isEmpty()) {
            unwrap(new CommandPart(words, opaque, hint), depth, parts);
        }
    }

    /** Adds a command and whatever it is seen to start. */
    private static void unwrap(CommandPart part, int depth, List<CommandPart> parts) {
        String program = part.program();
        boolean deeper = depth < DEPTH_MAX;
        int script = SHELLS.contains(program) ? scriptIndex(part.words()) : -1;
        if (script > 0 && deeper) {
            boolean transparent = !part.opaque()
                    && script == 2
                    && SHELLS.contains(part.plainProgram())
                    && part.words().size() == 3;
            parts.add(transparent ? part.asHint() : opaque(part));
            collect(part.words().get(script), depth + 1, part.hint() || !transparent, parts);
        } else if (script > 0) {
            parts.add(opaque(part));
        } else {
            parts.add(part);
        }
        if (program.equals("eval") && deeper) {
            collect(String.join(" ", part.words().subList(1, part.words().size())), depth + 1, true, parts);
        } else if (WRAPPERS.contains(program) && deeper) {
            wrapped(part, depth, parts);
        }
    }

    /** A wrapper's own arguments differ from tool to tool, so each of the first words may start the command. */
    private static void wrapped(CommandPart wrapper, int depth, List<CommandPart> parts) {
        List<String> words = wrapper.words();
        int inside = Math.max(depth + 1, DEPTH_MAX - 1);
        int last = Math.min(words.size(), WRAPPED_WORDS_MAX + 1);
        for (int i = 1; i < last; i++) {
            if (!words.get(i).startsWith("-")
                    && !ASSIGNMENT.matcher(words.get(i)).matches()) {
                unwrap(new CommandPart(words.subList(i, words.size()), wrapper.opaque(), true), inside, parts);
            }
        }
    }

    private static CommandPart opaque(CommandPart part) {
        return new CommandPart(part.words(), true, part.hint());
    }

    /** Where the script after {@code -c} stands among a shell's words, or -1. */
    private static int scriptIndex(List<String> words) {
        for (int i = 1; i < words.size() - 1; i++) {
            String word = words.get(i);
            boolean cluster = word.startsWith("-") && !word.startsWith("--");
            if (cluster && word.indexOf('c') > 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
