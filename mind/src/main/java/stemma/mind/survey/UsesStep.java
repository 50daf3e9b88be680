package stemma.mind.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;
import stemma.tools.ReadInput;
import stemma.tools.ReadOutput;
import stemma.tools.SearchInput;
import stemma.tools.SearchOutput;

/** Finds where a symbol is defined and used, and quotes its definition with the comment above it. */
public final class UsesStep {
    private static final int MATCHES_MAX = 2_000;
    private static final int SHOWN_MAX = 60;
    private static final int COMMENT_LINES = 12;
    private static final int BODY_LINES = 6;

    private UsesStep() {}

    /** The step for one symbol, a plain identifier. */
    public static Step of(String symbol) {
        return new Step("Find the uses of " + symbol, (bench, before) -> {
            String regex = "(?<![\\w$])" + Pattern.quote(symbol) + "(?![\\w$])";
            Seen<SearchOutput> seen = bench.use(tools ->
                    tools.search(SearchInput.regex(bench.folder(), regex, "").atMost(MATCHES_MAX)));
            List<SearchOutput.Match> all = seen.get().matches();
            Findings.Builder found = Findings.builder();
            if (all.isEmpty()) {
                String none =
                        symbol + " occurs in none of " + Texts.count(seen.get().filesSearched(), "text file");
                found.answer("Where is " + symbol + "?", "nowhere", Claim.of(none, seen));
                return Step.Outcome.done(none, found.build());
            }
            List<SearchOutput.Match> definitions =
                    all.stream().filter(m -> defines(m.text(), symbol)).toList();
            long files = all.stream().map(SearchOutput.Match::path).distinct().count();
            long tests = all.stream().filter(m -> test(m.path())).count();
            String verdict = Texts.count(all.size() - definitions.size(), "use") + " in " + Texts.count(files, "file");
            found.answer(
                    "Where is " + symbol + " used?",
                    verdict,
                    Claim.of(
                            tests + " of them in tests"
                                    + (seen.get().cut().isEmpty()
                                            ? ""
                                            : "; " + seen.get().cut()),
                            seen));
            found.answer(
                    "Where is it defined?",
                    defined(definitions),
                    Claim.of("by how its line begins, not by compiling it", seen));
            for (SearchOutput.Match m : definitions.subList(0, Math.min(3, definitions.size()))) {
                int from = Math.max(1, m.line() - COMMENT_LINES);
                Seen<ReadOutput> read = bench.use(
                        Stock.source(bench),
                        tools -> tools.read(
                                new ReadInput(bench.folder(), m.path(), from, m.line() - from + BODY_LINES)));
                read.output()
                        .ifPresent(out -> found.claim(
                                "Definition",
                                Tables.code(m.path() + ":" + m.line()) + "\n\n"
                                        + Tables.block(excerpt(out, m.line()), 40),
                                read));
            }
            found.claim("Uses", table(all, definitions), seen);
            return Step.Outcome.done(verdict, found.build());
        });
    }

    /** Whether the line looks like the place where the symbol is made. */
    static boolean defines(String line, String symbol) {
        String s = Pattern.quote(symbol);
        return Pattern.compile("(?:^|\\s)(?:class|interface|enum|record|struct|trait|type|def|fn|func|function|module|"
                                + "object|const|let|var|val|static|macro_rules!|@interface|namespace|#define)\\s+\\*?"
                                + "(?:\\([^)]*\\)\\s*)?" + s + "(?![\\w$])")
                        .matcher(line)
                        .find()
                || Pattern.compile(
                                "^\\s*(?:(?:public|protected|private|static|final|abstract|synchronized|default|async"
                                        + "|export|override|inline|virtual|unsigned|const|extern)\\s+)*(?!return\\b|new\\b"
                                        + "|throw\\b|else\\b|await\\b|case\\b|import\\b)[\\w<>\\[\\],.?&*:]+\\s+\\*?"
                                        + s
                                        + "\\s*\\([^;]*\\)?\\s*(?:throws [\\w., ]+)?\\{\\s*$")
                        .matcher(line)
                        .find()
                || Pattern.compile("^" + s + "\\s*=[^=]").matcher(line).find();
    }

    private static String defined(List<SearchOutput.Match> definitions) {
        return definitions.isEmpty()
                ? "not in this folder, as far as its lines show"
                : String.join(
                        ", ",
                        definitions.stream()
                                .limit(3)
                                .map(m -> Tables.code(m.path() + ":" + m.line()))
                                .toList());
    }

    private static boolean test(String path) {
        return path.matches("(?i)(.*/)?(tests?|__tests__|spec)/.*|.*(_test|test_|Test|\\.test|\\.spec)\\b.*");
    }

    /** The comment directly above the definition, and its first lines. */
    private static String excerpt(ReadOutput out, int line) {
        List<String> lines = out.text().lines().toList();
        int at = Math.min(line - out.firstLine(), lines.size() - 1);
        int from = at;
        while (from > 0 && lines.get(from - 1).strip().matches("(/\\*|\\*|//|#|@|\"\"\"|--|///).*")) {
            from--;
        }
        return String.join("\n", lines.subList(Math.max(0, from), lines.size()));
    }

    private static String table(List<SearchOutput.Match> all, List<SearchOutput.Match> definitions) {
        Map<String, List<SearchOutput.Match>> byFile = new LinkedHashMap<>();
        all.stream()
                .filter(m -> !definitions.contains(m))
                .limit(SHOWN_MAX)
                .forEach(m ->
                        byFile.computeIfAbsent(m.path(), p -> new ArrayList<>()).add(m));
        List<List<String>> rows = new ArrayList<>();
        byFile.forEach((path, matches) -> matches.forEach(m -> rows.add(List.of(
                Tables.code(path + ":" + m.line()),
                kind(m.text()),
                Tables.code(Texts.cut(m.text().strip(), 100))))));
        return rows.isEmpty() ? "It is defined and never used." : Tables.of(List.of("where", "as", "line"), rows);
    }

    private static String kind(String line) {
        String text = line.strip();
        if (text.matches("(import|from|use|using|#include|require|const .*require)\\b.*")) {
            return "import";
        }
        return text.matches("(//|#|\\*|/\\*|--).*") ? "comment" : "use";
    }
}
