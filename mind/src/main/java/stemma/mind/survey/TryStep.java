package stemma.mind.survey;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stemma.core.ActId;
import stemma.core.Extract;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.mind.Bench;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;
import stemma.tools.ExecInput;
import stemma.tools.ExecOutput;

/**
 * Builds the projects of a folder, or runs their tests, in the box. Each project is tried on a copy
 * of the folder that is thrown away, without network, with the dependency caches readable.
 */
public final class TryStep {
    /** How long one build or test run may take. */
    static final long TRY_MILLIS_MAX = 15 * 60_000L;

    private static final int OUTPUT_LINES_SHOWN = 20;
    private static final String SECTION = "Build and tests";
    /** Ends the name of the fact that holds the act of a verdict. */
    private static final String ACT = ":act";

    private enum Kind {
        BUILD("Build it", "Does it build?", "builds", "does not build", "nothing to build"),
        TEST("Run its tests", "Do its tests pass?", "tests pass", "tests fail", "no tests");

        private final String title;
        private final String question;
        private final String yes;
        private final String no;
        private final String none;

        Kind(String title, String question, String yes, String no, String none) {
            this.title = title;
            this.question = question;
            this.yes = yes;
            this.no = no;
            this.none = none;
        }
    }

    private record Tried(Project project, Verdict verdict, Claim claim) {}

    private final Stock stock;
    private final Kind kind;

    private TryStep(Stock stock, Kind kind) {
        this.stock = stock;
        this.kind = kind;
    }

    /** The step that builds. */
    public static Step build(Stock stock) {
        return new Step(Kind.BUILD.title, new TryStep(stock, Kind.BUILD)::run);
    }

    /** The step that runs the tests. */
    public static Step test(Stock stock) {
        return new Step(Kind.TEST.title, new TryStep(stock, Kind.TEST)::run);
    }

    private Step.Outcome run(Bench bench, Findings before) throws InterruptedException {
        Seen<Census> census = stock.census(bench);
        List<Project> projects = Project.in(census.get());
        if (projects.isEmpty()) {
            String text = "none of Maven, Gradle, npm, Cargo, Go, Python or make was recognised";
            return Step.Outcome.done(
                    text,
                    Findings.builder()
                            .answer(kind.question, "could not tell: no known build system", Claim.of(text, census))
                            .build());
        }
        List<Tried> tried = new ArrayList<>();
        for (Project project : projects) {
            tried.add(one(bench, census, project, before));
        }
        Findings.Builder found = Findings.builder();
        List<Tried> telling = tried.stream()
                .filter(t -> t.verdict.state() != Verdict.State.ABSENT)
                .toList();
        List<Tried> named = telling.isEmpty() ? tried : telling;
        String verdict = named.stream().map(t -> words(t, tried.size())).collect(Collectors.joining("; "));
        found.answer(kind.question, verdict, because(tried));
        for (Tried t : tried) {
            found.claim(SECTION, t.claim());
            found.fact(fact(t.project), Json.of(t.verdict.state().name()));
            found.fact(
                    fact(t.project) + ACT,
                    Json.of(t.claim().receipts().getFirst().toString()));
        }
        return Step.Outcome.done(verdict, found.build());
    }

    private String fact(Project project) {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + project.manifest();
    }

    private Tried one(Bench bench, Seen<Census> census, Project project, Findings before) throws InterruptedException {
        Stock.Whole manifest = Stock.read(bench, project.manifest());
        Hints hints = Hints.of(project, manifest.text(), census.get());
        Optional<String> script = kind == Kind.BUILD ? Scripts.build(project, hints) : Scripts.test(project, hints);
        if (script.isEmpty()) {
            String text = project.title() + ": " + kind.none;
            return new Tried(project, Verdict.absent(kind.none), Claim.of(text + ".", manifest.seen()));
        }
        Optional<ActId> broken = kind == Kind.TEST ? brokenBuild(project, before) : Optional.empty();
        if (broken.isPresent()) {
            String text = project.title() + ": the tests were not run, because it does not build.";
            return new Tried(project, Verdict.untold("it does not build"), new Claim(text, List.of(broken.get())));
        }
        return executed(bench, census, project, script.get());
    }

    /** The act in which an earlier step saw that the project does not build. */
    private static Optional<ActId> brokenBuild(Project project, Findings before) {
        String build = "build:" + project.manifest();
        boolean failed = before.facts()
                .find(build)
                .filter(state -> state.equals(Json.of(Verdict.State.FAILED.name())))
                .isPresent();
        return failed
                ? before.facts().find(build + ACT).map(id -> ActId.parse(((Json.Str) id).value()))
                : Optional.empty();
    }

    private Tried executed(Bench bench, Seen<Census> census, Project project, String script)
            throws InterruptedException {
        Path cwd = bench.folder().resolve(project.folder()).normalize();
        ExecInput input =
                new ExecInput(List.of("sh", "-c", script), bench.folder(), cwd, List.of(), TRY_MILLIS_MAX, true);
        Seen<ExecOutput> seen = chosen(bench, census, project, input);
        if (seen.output().isEmpty()) {
            Verdict untold = Verdict.untold(seen.receipt().ending().word());
            return new Tried(project, untold, Claim.of(project.title() + ": " + seen.why() + ".", seen));
        }
        ExecOutput out = seen.get();
        Verdict verdict =
                kind == Kind.BUILD ? Judge.build(project, out, census.get()) : Judge.tests(project, out, census.get());
        return new Tried(project, verdict, Claim.of(described(project, verdict, out, script), seen));
    }

    /**
     * Of the command, the folder's files choose nothing but which of the scripts written down here it is and
     * which of the folders that were seen it starts in. Where that one has a strange name, they choose more.
     */
    private static Seen<ExecOutput> chosen(Bench bench, Seen<Census> census, Project project, ExecInput input)
            throws InterruptedException {
        Provenance manifest = Provenance.of(Trust.WORKSPACE, "file:" + project.manifest());
        Set<String> folders = new HashSet<>();
        census.get().files().forEach(file -> folders.add(file.folder()));
        return switch (new Extract.Place(folders).from(project.folder(), manifest)) {
            case Extract.Extracted.Taken<String>(String folder, Provenance from) ->
                bench.bounded(from, tools -> tools.exec(input));
            case Extract.Extracted.Refused<String> strange -> bench.use(manifest, tools -> tools.exec(input));
        };
    }

    private String said(Verdict verdict) {
        return switch (verdict.state()) {
            case PASSED -> kind.yes + ", " + verdict.why();
            case FAILED -> kind.no + ": " + verdict.why();
            case UNTOLD -> "could not tell: " + verdict.why();
            case ABSENT -> verdict.why();
        };
    }

    private String described(Project project, Verdict verdict, ExecOutput out, String script) {
        String head = "**" + project.title() + "**: " + said(verdict) + ". Ran " + Tables.code(shown(script)) + " for "
                + Texts.duration(out.millis()) + ", exit code " + out.exitCode() + ".";
        if (verdict.state() == Verdict.State.PASSED || verdict.state() == Verdict.State.ABSENT) {
            return head;
        }
        String output = out.stdout().isBlank() ? out.stderr() : out.stdout() + "\n" + out.stderr();
        return output.isBlank()
                ? head
                : head + "\n\n" + Tables.block(Telling.excerpt(output, OUTPUT_LINES_SHOWN), OUTPUT_LINES_SHOWN);
    }

    /** The script without the check that the tool is there. */
    private static String shown(String script) {
        int check = script.startsWith("command -v") ? script.indexOf("; ") + 2 : 0;
        return Texts.cut(script.substring(check), 160);
    }

    private String words(Tried t, int of) {
        String answer = switch (t.verdict.state()) {
            case PASSED -> "yes";
            case FAILED -> "no";
            case UNTOLD -> "could not tell: " + t.verdict.why();
            case ABSENT -> t.verdict.why();
        };
        String tally = t.verdict.tally().map(c -> ", " + c.words()).orElse("");
        return (of == 1 ? "" : t.project.title() + ": ") + answer + tally;
    }

    private Claim because(List<Tried> tried) {
        List<ActId> receipts = new ArrayList<>();
        tried.forEach(t -> receipts.addAll(t.claim().receipts()));
        String text = tried.stream()
                .map(t -> t.project.title() + ": " + said(t.verdict))
                .collect(Collectors.joining("; "));
        return new Claim(text, receipts);
    }
}
