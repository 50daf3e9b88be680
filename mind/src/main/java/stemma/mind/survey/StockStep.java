package stemma.mind.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stemma.core.ActId;
import stemma.mind.Bench;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;

/** Says what a folder is made of: languages, size, build systems, and how it introduces itself. */
public final class StockStep {
    private static final int LANGUAGES_MAX = 12;
    private static final int INTRODUCTION_CHARS_MAX = 240;
    /** A line without a full stop that is no longer than this is a heading. */
    private static final int LINE_CHARS_MIN = 20;

    private static final Pattern README = Pattern.compile("(?i)readme(\\.(md|markdown|rst|txt|adoc|org))?");
    /** A letter, perhaps behind the marks of emphasis, code or a link, and a second word. */
    private static final Pattern PROSE = Pattern.compile("^[*_`\\[\"']*\\p{L}\\S*\\s+\\S");

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](\\s|$)");

    private StockStep() {}

    /** The step, over a shared census. */
    public static Step of(Stock stock) {
        return new Step("Take stock of the files", (bench, before) -> {
            Seen<Census> seen = stock.census(bench);
            Census census = seen.get();
            Findings.Builder found = Findings.builder();
            String what = what(census);
            Claim because = introduction(bench, census)
                    .map(claim -> new Claim(claim.text(), both(claim, seen)))
                    .orElseGet(() -> Claim.of("there is no README at its top", seen));
            found.answer("What is it?", what, because);
            found.claim("What it is", size(census), seen);
            found.claim("What it is", table(census), seen);
            systems(census).ifPresent(text -> found.claim("What it is", text, seen));
            if (!census.left().isEmpty()) {
                found.claim("What it is", "Not everything was looked at: " + census.left() + ".", seen);
            }
            return Step.Outcome.done(what, found.build());
        });
    }

    /** A step that only counts lines. */
    public static Step counting(Stock stock) {
        return new Step("Count lines by language", (bench, before) -> {
            Seen<Census> seen = stock.census(bench);
            String main =
                    seen.get().mainLanguage().map(s -> "mostly " + s.language()).orElse("no program");
            String verdict = Texts.count(seen.get().lines(), "line") + ", " + main;
            return Step.Outcome.done(
                    verdict,
                    Findings.builder()
                            .answer("How much is it?", verdict, Claim.of(size(seen.get()), seen))
                            .claim("Lines by language", table(seen.get()), seen)
                            .build());
        });
    }

    private static List<ActId> both(Claim claim, Seen<Census> seen) {
        List<ActId> ids = new ArrayList<>(claim.receipts());
        ids.add(seen.id());
        return ids;
    }

    private static String what(Census census) {
        String language = census.mainLanguage().map(Census.Share::language).orElse("a folder of files");
        String systems = Project.systems(census).stream()
                .map(BuildSystem::title)
                .filter(title -> !title.equals(language))
                .collect(Collectors.joining(", "));
        return language + (systems.isEmpty() ? "" : " built with " + systems) + ", "
                + Texts.count(census.files().size(), "file") + ", " + Texts.count(census.lines(), "line");
    }

    private static String size(Census census) {
        long binary = census.files().stream()
                .filter(f -> f.has(FileFacts.Mark.BINARY))
                .count();
        return Texts.count(census.files().size(), "file") + ", " + Texts.size(census.bytes()) + ", "
                + Texts.count(census.lines(), "line") + " of text, " + Texts.count(binary, "binary file")
                + "; what Git ignores is not counted.";
    }

    private static String table(Census census) {
        List<Census.Share> shares = census.languages();
        long all = Math.max(1, shares.stream().mapToLong(Census.Share::lines).sum());
        List<List<String>> rows = new ArrayList<>();
        for (Census.Share s : shares.subList(0, Math.min(LANGUAGES_MAX, shares.size()))) {
            rows.add(List.of(
                    s.language(),
                    Texts.number(s.files()),
                    Texts.number(s.lines()),
                    Math.round(100.0 * s.lines() / all) + " %"));
        }
        if (rows.isEmpty()) {
            return "None of the files is text in a language that is known.";
        }
        return Tables.of(List.of("language", "files", "lines", "share"), rows)
                + "\n\nLock files and minified bundles are left out of the lines.";
    }

    private static Optional<String> systems(Census census) {
        List<Project> projects = Project.in(census);
        return projects.isEmpty()
                ? Optional.empty()
                : Optional.of("Built with "
                        + projects.stream()
                                .map(p -> p.title() + " (" + Tables.code(p.manifest()) + ")")
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    /** How the README begins, read from the file. */
    private static Optional<Claim> introduction(Bench bench, Census census) throws InterruptedException {
        Optional<FileFacts> readme = census.files().stream()
                .filter(f -> f.folder().isEmpty() && README.matcher(f.name()).matches() && f.text())
                .findFirst();
        if (readme.isEmpty()) {
            return Optional.empty();
        }
        Stock.Whole whole = Stock.read(bench, readme.get().path());
        String said = firstSentence(whole.text())
                .map(text -> " says: \"" + Texts.cut(text, INTRODUCTION_CHARS_MAX) + "\"")
                .orElse(" is there, but no sentence of it introduces the folder");
        return Optional.of(Claim.of(Tables.code(readme.get().path()) + said, whole.seen()));
    }

    /** The first sentence of prose: no heading, badge, list, quote or code. */
    static Optional<String> firstSentence(String markdown) {
        boolean code = false;
        for (String line : markdown.lines().toList()) {
            String text = Texts.oneLine(line);
            code ^= text.startsWith("```");
            Matcher end = SENTENCE_END.matcher(text);
            boolean ends = end.find();
            boolean prose = PROSE.matcher(text).find() && (ends || text.length() > LINE_CHARS_MIN);
            if (!code && prose) {
                return Optional.of(ends ? text.substring(0, end.start() + 1) : text);
            }
        }
        return Optional.empty();
    }
}
