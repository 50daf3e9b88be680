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
    private static final List<String> CALL = List.of("net.call");
    private static final Map<String, List<String>> OPS = Map.ofEntries(
            Map.entry("Bash", EXEC),
            Map.entry("FileEdit", EDIT),
            Map.entry("Edit", EDIT),
            Map.entry("MultiEdit", EDIT),
            Map.entry("FileWrite", EDIT),
            Map.entry("Write", EDIT),
            Map.entry("FileRead", READ),
            Map.entry("Read", READ),
            Map.entry("Grep", List.of("fs.search")),
            Map.entry("Glob", List.of("fs.list")),
            Map.entry("LS", List.of("fs.list")),
            Map.entry("WebFetch", CALL));

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
        List<Word> words = ops.equals(EXEC)
                ? command(inside, column, decision)
                : ops.equals(CALL) ? host(inside, column) : path(inside, column, decision);
        return Optional.of(new SeedRule(ops, words));
    }

    /** {@code domain:example.com}: any port of that host. */
    private static List<Word> host(String inside, int column) throws Wrong {
        if (inside.equals("*")) {
            return List.of(new Word("*", column, false));
        }
        String host = inside.startsWith("domain:") ? inside.substring(7) : "";
        if (!host.matches("(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            throw new Wrong(column, "inside stands a host as in WebFetch(domain:example.com)");
        }
        return List.of(new Word(host + ":*", column, true));
    }

    /**
     * {@code git push:*} is these words and any more. Where it restricts, its last word may also go on,
     * because {@code npm run test:*} is meant for {@code npm run test:unit} as well.
     */
    private static List<Word> command(String inside, int column, Decision decision) {
        boolean open = inside.endsWith(":*");
        String start = open ? inside.substring(0, inside.length() - 2) : inside;
        boolean longer = decision != Decision.ALLOW && start.indexOf(' ') > 0;
        String spelled = open ? start + (longer ? "*" : " *") : inside;
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
