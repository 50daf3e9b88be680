package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/**
 * Tool patterns as other agents' users know them, accepted as written: {@code Bash(git:*)} is
 * {@code proc.exec git *}, {@code FileEdit(*.md)} is {@code fs.write,fs.edit} on such files. A path
 * without a leading slash is below the actor's folder where it allows, and anywhere where it restricts.
 */
record SeedRule(List<String> ops, List<Word> words) {
    private static final Pattern FORM = Pattern.compile("([A-Z][A-Za-z]*)(?:\\((.*)\\))?");
    private static final List<String> EXEC = List.of("proc.exec");
    private static final List<String> EDIT = List.of("fs.write", "fs.edit");
    private static final List<String> READ = List.of("fs.read");
    private static final Map<String, List<String>> OPS = Map.of(
            "Bash",
            EXEC,
            "FileEdit",
            EDIT,
            "Edit",
            EDIT,
            "FileWrite",
            EDIT,
            "Write",
            EDIT,
            "FileRead",
            READ,
            "Read",
            READ);

    static Optional<SeedRule> parse(Word word, Decision decision) throws Wrong {
        Matcher form = FORM.matcher(word.text());
        if (!form.matches()) {
            return Optional.empty();
        }
        List<String> ops = OPS.get(form.group(1));
        if (ops == null) {
            throw new Wrong(
                    word.column(),
                    "'" + form.group(1)
                            + "' is no tool known here; write Bash, FileEdit, FileRead, or an op such as fs.write");
        }
        String inside = form.group(2) == null ? "*" : form.group(2).strip();
        if (inside.isEmpty()) {
            throw new Wrong(word.column(), "the parentheses are empty; write " + form.group(1) + "(*) for anything");
        }
        int column = word.column() + Math.max(0, form.start(2));
        return Optional.of(
                new SeedRule(ops, ops.equals(EXEC) ? command(inside, column) : path(inside, column, decision)));
    }

    private static List<Word> command(String inside, int column) {
        String spelled = inside.endsWith(":*") ? inside.substring(0, inside.length() - 2) + " *" : inside;
        List<Word> words = new ArrayList<>();
        for (String word : spelled.split("\\s+")) {
            words.add(new Word(word, column, true));
        }
        return words;
    }

    private static List<Word> path(String inside, int column, Decision decision) {
        boolean absolute = inside.equals("*")
                || inside.startsWith("/")
                || inside.startsWith("~")
                || inside.startsWith("{")
                || inside.startsWith("**");
        String deep = inside.indexOf('/') < 0 ? "**/" + inside : inside;
        String base = decision == Decision.ALLOW ? "{workspace}/" + deep : deep.startsWith("**/") ? deep : "**/" + deep;
        return List.of(new Word(absolute ? inside : base, column, true));
    }
}
