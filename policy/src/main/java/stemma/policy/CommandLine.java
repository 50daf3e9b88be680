package stemma.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import stemma.policy.shell.ShellFile;
import stemma.policy.shell.ShellWord;

/**
 * The one written form of a command: how {@code proc.*} acts spell their target, and how rules take
 * it apart again. A command line is judged by its parts: {@code git status && rm -rf x} is allowed
 * only when both halves are, and the script of {@code sh -c} stands for the shell itself.
 */
public final class CommandLine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private CommandLine() {}

    /** The written form of an argument vector: words joined by blanks, quoted where a shell needs it. */
    public static String of(List<String> argv) {
        StringBuilder line = new StringBuilder();
        for (String word : argv) {
            boolean first = line.isEmpty();
            line.append(first ? "" : " ");
            boolean plain = PLAIN.matcher(word).matches() && !(first && word.indexOf('=') >= 0);
            line.append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return line.toString();
    }

    /**
     * Every word of a command that could name a file: its arguments, those of the commands inside them, and
     * the files that a shell opens for them.
     */
    public static Set<String> named(List<String> argv) {
        Set<String> named = new LinkedHashSet<>(argv);
        for (CommandPart part : parts(of(argv))) {
            part.words().stream().filter(ShellWord::known).map(ShellWord::text).forEach(named::add);
            part.file()
                    .map(ShellFile::path)
                    .filter(ShellWord::known)
                    .map(ShellWord::text)
                    .ifPresent(named::add);
        }
        return named;
    }

    /** Words as a person would type them. */
    static String shown(List<ShellWord> words) {
        return String.join(
                " ",
                words.stream()
                        .map(w -> w.known() ? of(List.of(w.text())) : w.text())
                        .toList());
    }

    /** What a command line does, in order; at least one part. */
    static List<CommandPart> parts(String line) {
        return Unwrapper.parts(line);
    }
}
