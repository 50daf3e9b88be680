package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/** Compiles the patterns of one rule, each with its faults in place. */
final class TargetPatterns {
    static final int ALTERNATIVES_MAX = 64;

    private final TargetKind kind;
    private final Places places;

    TargetPatterns(TargetKind kind, Places places) {
        this.kind = kind;
        this.places = places;
    }

    String example() {
        return kind.example();
    }

    List<TargetPattern> compile(List<Word> words) throws Wrong {
        if (words.size() == 1 && words.getFirst().text().equals("*")) {
            return List.of(new TargetPattern.Any());
        }
        if (kind == TargetKind.COMMAND) {
            return commands(words);
        }
        List<TargetPattern> patterns = new ArrayList<>();
        for (Word word : words) {
            switch (kind) {
                case PATH -> paths(word, patterns);
                case TEXT -> texts(word, patterns);
                case COMMAND -> throw new IllegalStateException("commands are compiled as a whole");
            }
        }
        return patterns;
    }

    /** Patterns of commands hold blanks, so {@code or} stands between them. */
    private static List<TargetPattern> commands(List<Word> words) throws Wrong {
        List<TargetPattern> patterns = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= words.size(); at++) {
            boolean between = at < words.size()
                    && words.get(at).text().equals("or")
                    && !words.get(at).quoted();
            if (between || at == words.size()) {
                if (from == at) {
                    throw new Wrong(
                            words.get(Math.min(at, words.size() - 1)).column(),
                            "'or' stands between two commands; put it in quotes where it is a word of one");
                }
                patterns.add(command(words.subList(from, at)));
                from = at + 1;
            }
        }
        return patterns;
    }

    private static TargetPattern command(List<Word> words) throws Wrong {
        List<String> texts = new ArrayList<>();
        for (Word word : words) {
            if (word.text().indexOf('{') >= 0 && word.text().indexOf(',') >= 0 && !word.quoted()) {
                throw new Wrong(word.column(), "a command pattern has no {a,b}; write one rule for each");
            }
            texts.add(word.text());
        }
        if (texts.equals(List.of("*"))) {
            throw new Wrong(words.getFirst().column(), "'*' is every command, so it stands alone");
        }
        boolean more = texts.getLast().endsWith("*");
        if (texts.getLast().equals("*")) {
            texts.removeLast();
        }
        if (texts.getFirst().isEmpty()) {
            throw new Wrong(words.getFirst().column(), "a command pattern begins with a program's name");
        }
        return new CommandPattern(texts, more);
    }

    private void texts(Word word, List<TargetPattern> patterns) {
        if (word.text().equals("{model}")) {
            for (String model : places.models()) {
                patterns.add(TargetPattern.Text.of(model, ""));
                patterns.add(TargetPattern.Text.of(model + "/", "*"));
                patterns.add(TargetPattern.Text.of(model + " ", "*"));
            }
        } else {
            patterns.add(TargetPattern.Text.of("", word.text()));
        }
    }

    private void paths(Word word, List<TargetPattern> patterns) throws Wrong {
        String text = word.text();
        if (text.startsWith("~")) {
            text = "{home}" + text.substring(1);
        }
        if (text.startsWith("{node}") || text.startsWith("{home}")) {
            String base = text.startsWith("{node}") ? places.node() : places.home();
            for (String rest : rest(word, text.substring(6))) {
                patterns.add(PathPattern.absolute(base.equals("/") && !rest.isEmpty() ? "" : base, rest));
            }
        } else if (text.startsWith("{workspace}")) {
            for (String rest : rest(word, text.substring(11))) {
                patterns.add(PathPattern.inWorkspace(rest));
            }
        } else {
            for (String each : alternatives(word, text)) {
                if (!each.startsWith("/") && !each.equals("**") && !each.startsWith("**/")) {
                    throw new Wrong(
                            word.column(),
                            "'" + each + "' is no path pattern; begin with /, ~/, {workspace}/ or **/ for any folder");
                }
                patterns.add(PathPattern.absolute("", checked(word, each)));
            }
        }
    }

    private List<String> rest(Word word, String rest) throws Wrong {
        List<String> all = alternatives(word, rest);
        for (String each : all) {
            if (!each.isEmpty() && !each.startsWith("/")) {
                throw new Wrong(word.column(), "after the name in braces comes / or nothing, not '" + each + "'");
            }
            checked(word, each);
        }
        return all;
    }

    private static String checked(Word word, String pattern) throws Wrong {
        if (pattern.length() > 1 && pattern.endsWith("/")) {
            throw new Wrong(
                    word.column(), "end a folder with /** for the folder and all in it, or without / for itself");
        }
        String[] segments = pattern.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean empty = segment.isEmpty() && i > 0 && pattern.length() > 1;
            if (empty || segment.equals(".") || segment.equals("..")) {
                throw new Wrong(word.column(), "a path pattern has no '.', '..' or '//'; write the path itself");
            }
            if (segment.contains("**") && !segment.equals("**")) {
                throw new Wrong(word.column(), "** stands alone between slashes; use * within a name");
            }
        }
        return pattern;
    }

    /** Spells out {@code {a,b}}. */
    private static List<String> alternatives(Word word, String text) throws Wrong {
        int open = text.indexOf('{');
        int close = text.indexOf('}', open + 1);
        if (open < 0) {
            return List.of(text);
        }
        String inside = close < 0 ? "" : text.substring(open + 1, close);
        if (inside.indexOf(',') < 0) {
            throw new Wrong(
                    word.column() + text.codePointCount(0, open),
                    "braces hold alternatives such as {a,b}, "
                            + "or one of the names {workspace}, {node} and {home} at the beginning");
        }
        List<String> tails = alternatives(word, text.substring(close + 1));
        List<String> all = new ArrayList<>();
        for (String choice : inside.split(",", -1)) {
            for (String tail : tails) {
                all.add(text.substring(0, open) + choice + tail);
            }
        }
        if (all.size() > ALTERNATIVES_MAX) {
            throw new Wrong(
                    word.column(), "this pattern stands for more than " + ALTERNATIVES_MAX + "; write several rules");
        }
        return all;
    }
}
