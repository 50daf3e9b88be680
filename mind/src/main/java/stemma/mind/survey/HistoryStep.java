package stemma.mind.survey;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;
import stemma.tools.ExecOutput;

/** Says where a repository changes most, and what changed last, from its Git history. */
public final class HistoryStep {
    /** How many commits are looked at. */
    static final int COMMITS_MAX = 500;

    private static final int SPOTS_SHOWN = 12;
    private static final int RECENT_SHOWN = 15;

    private HistoryStep() {}

    private record Spot(String path, int commits, long lines, Set<String> authors) {}

    /** The step that finds hot spots. */
    public static Step hotSpots(Stock stock) {
        return new Step("Find hot spots in the history", (bench, before) -> {
            Seen<ExecOutput> log = bench.use(tools -> tools.git(arguments()));
            Findings.Builder found = Findings.builder();
            History history = history(log);
            List<History.Commit> commits = history.commits();
            if (commits.isEmpty()) {
                found.claim("History", none(log, history), log);
                return Step.Outcome.done(none(log, history), found.build());
            }
            Set<String> present = new HashSet<>();
            stock.census(bench).get().files().forEach(f -> present.add(f.path()));
            List<Spot> spots = spots(commits, present);
            String summary = overview(history);
            found.claim("History", summary, log);
            if (!spots.isEmpty()) {
                found.answer(
                        "Where does it change most?",
                        Tables.code(spots.getFirst().path),
                        Claim.of(
                                (history.cut() ? "at least " : "") + Texts.count(spots.getFirst().commits, "commit")
                                        + " changed it",
                                log));
                found.claim("History", table(spots), log);
            }
            return Step.Outcome.done(summary, found.build());
        });
    }

    /** The step that lists what changed last. */
    public static Step recent() {
        return new Step("Read the latest commits", (bench, before) -> {
            Seen<ExecOutput> log = bench.use(tools -> tools.git(arguments()));
            History history = history(log);
            List<History.Commit> commits = history.commits();
            if (commits.isEmpty()) {
                return Step.Outcome.done(
                        none(log, history),
                        Findings.builder()
                                .claim("Latest changes", none(log, history), log)
                                .build());
            }
            List<List<String>> rows = new ArrayList<>();
            for (History.Commit c : commits.subList(0, Math.min(RECENT_SHOWN, commits.size()))) {
                rows.add(List.of(
                        day(c.atSeconds()),
                        Tables.code(c.hash().substring(0, 8)),
                        Texts.cut(Texts.oneLine(c.subject()), 80),
                        Texts.oneLine(c.author()),
                        Texts.count(c.changed().size(), "file")));
            }
            String latest = "latest on " + day(commits.getFirst().atSeconds());
            return Step.Outcome.done(
                    latest,
                    Findings.builder()
                            .answer(
                                    "What changed last?",
                                    Texts.cut(Texts.oneLine(commits.getFirst().subject()), 80),
                                    Claim.of(
                                            latest + ", by "
                                                    + Texts.oneLine(
                                                            commits.getFirst().author()),
                                            log))
                            .claim("Latest changes", overview(history), log)
                            .claim(
                                    "Latest changes",
                                    Tables.of(List.of("day", "commit", "subject", "author", "files"), rows),
                                    log)
                            .build());
        });
    }

    private static List<String> arguments() {
        return List.of(
                "log", "--no-merges", "--no-renames", "--numstat", "--format=" + History.FORMAT, "-" + COMMITS_MAX);
    }

    private static String none(Seen<ExecOutput> log, History history) {
        if (history.cut()) {
            return "No commit could be read whole:" + leftOut(history);
        }
        return log.output().isEmpty()
                ? "The history could not be read: " + log.why() + "."
                : log.get().exitCode() == 0
                        ? "The repository has no commits."
                        : log.get().exitCode() == 127
                                ? "Could not tell: git is not installed."
                                : "There is no Git history here.";
    }

    private static History history(Seen<ExecOutput> log) {
        return log.output()
                .filter(o -> o.exitCode() == 0)
                .map(o -> History.parse(o.stdout()))
                .orElse(History.NONE);
    }

    private static List<Spot> spots(List<History.Commit> commits, Set<String> present) {
        Map<String, Spot> spots = new LinkedHashMap<>();
        for (History.Commit commit : commits) {
            commit.changed().forEach((path, lines) -> {
                if (present.contains(path)) {
                    Spot old = spots.getOrDefault(path, new Spot(path, 0, 0, new HashSet<>()));
                    old.authors.add(commit.author());
                    spots.put(path, new Spot(path, old.commits + 1, old.lines + lines, old.authors));
                }
            });
        }
        List<Spot> sorted = new ArrayList<>(spots.values());
        sorted.sort((a, b) ->
                a.commits != b.commits ? Integer.compare(b.commits, a.commits) : Long.compare(b.lines, a.lines));
        return sorted;
    }

    private static String table(List<Spot> spots) {
        List<List<String>> rows = new ArrayList<>();
        for (Spot s : spots.subList(0, Math.min(SPOTS_SHOWN, spots.size()))) {
            rows.add(List.of(
                    Tables.code(s.path),
                    Integer.toString(s.commits),
                    Texts.number(s.lines),
                    Integer.toString(s.authors.size())));
        }
        return Tables.of(List.of("file", "commits", "lines changed", "authors"), rows);
    }

    static String overview(History history) {
        List<History.Commit> commits = history.commits();
        long authors = commits.stream().map(History.Commit::author).distinct().count();
        String first = day(commits.getLast().atSeconds());
        String last = day(commits.getFirst().atSeconds());
        String more = history.cut() ? "At least " : commits.size() == COMMITS_MAX ? "The last " : "";
        return more + Texts.count(commits.size(), "commit") + " by " + Texts.count(authors, "author") + ", "
                + (first.equals(last) ? "on " + first : "from " + first + " to " + last) + "."
                + (history.cut() ? " Commits are missing, so every count is too low:" + leftOut(history) : "");
    }

    private static String leftOut(History history) {
        return " the log was too long, and " + Texts.count(history.droppedBytes(), "byte")
                + " from its middle were left out.";
    }

    private static String day(long seconds) {
        return Instant.ofEpochSecond(seconds)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }
}
