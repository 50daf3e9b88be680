package stemma.mind.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a goal names: things in quotes, paths, and identifiers of programs.
 *
 * @param symbols identifiers, those in quotes first
 * @param paths files and folders, as written
 * @param rest the text without any of them
 */
record Slots(List<String> symbols, List<String> paths, String rest) {
    private static final Pattern QUOTED =
            Pattern.compile("`([^`]{1,200})`|\"([^\"]{1,200})\"|(?<!\\w)'([^']{1,200})'(?!\\w)");
    private static final Pattern PATH = Pattern.compile(
            "(?<![\\w/])(?:~?\\.{0,2}/)?(?:[\\w.@+-]+/)+[\\w.@+-]*" + "|(?<![\\w/.])(?:~?\\.{0,2}/)[\\w.@+-]+");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/])[\\w@+-][\\w.@+-]*\\.(?:md|txt|rst|adoc|java|py|js|ts|go|rs|c|h|cpp"
                    + "|json|toml|xml|ya?ml|html|csv|sh)\\b");
    private static final Pattern IDENTIFIER = Pattern.compile(
            "\\b(?:[A-Za-z_$][\\w$]*\\.)?(?:[a-z]+[a-z0-9]*[A-Z][\\w$]*|[A-Z][a-z0-9]+[A-Z][\\w$]*|[A-Za-z]\\w*_\\w+"
                    + "|[A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Za-z_]\\w*(?=\\(\\)))|\\b[A-Z]\\w*\\.[a-z]\\w*");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][\\w$]*");

    Slots {
        symbols = List.copyOf(symbols);
        paths = List.copyOf(paths);
    }

    static Slots in(String text) {
        List<String> symbols = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        StringBuilder rest = new StringBuilder(text);
        take(QUOTED, rest, value -> {
            if (value.contains("/") || FILE.matcher(value).matches()) {
                paths.add(value);
            } else if (!value.contains(" ")) {
                symbols.add(value);
            }
        });
        take(PATH, rest, paths::add);
        take(FILE, rest, paths::add);
        take(IDENTIFIER, rest, symbols::add);
        return new Slots(symbols, paths, rest.toString().replace("()", " "));
    }

    private static void take(Pattern pattern, StringBuilder rest, Consumer<String> use) {
        Matcher m = pattern.matcher(rest.toString());
        while (m.find()) {
            String value = m.group();
            for (int i = 1; i <= m.groupCount(); i++) {
                value = m.group(i) == null ? value : m.group(i);
            }
            use.accept(value);
            rest.replace(m.start(), m.end(), " ".repeat(m.end() - m.start()));
        }
    }

    private static final Pattern PAIR =
            Pattern.compile("(?i)(?:folders?|directories|dirs)\\s+([\\w.@+-]+)\\s+(?:and|with|to|against|vs\\.?|versus)"
                    + "\\s+([\\w.@+-]+)");

    /** The two folders that are to be compared: named as paths, in quotes, or after the word folders. */
    List<String> pair() {
        List<String> two = new ArrayList<>(paths);
        two.addAll(symbols);
        Matcher m = PAIR.matcher(rest);
        if (two.isEmpty() && m.find()) {
            two.addAll(List.of(m.group(1), m.group(2)));
        }
        return two.size() == 2 ? List.copyOf(two) : List.of();
    }

    /** The identifier that is meant: the last part of a qualified one. */
    Optional<String> symbol() {
        return symbols.stream()
                .map(s -> s.replace("()", ""))
                .map(s -> s.substring(s.lastIndexOf('.') + 1))
                .filter(s -> PLAIN.matcher(s).matches())
                .findFirst();
    }
}
