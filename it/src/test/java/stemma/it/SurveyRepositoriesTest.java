package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;
import stemma.core.Json;

/**
 * Surveys of unlike repositories by a real node in its real box, offline: each verdict against the
 * truth, and each claim against the receipts that it cites. Prints how many verdicts were right.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class SurveyRepositoriesTest {
    private static final String WISH =
            "Survey this repository: what is it, does it build, do its tests pass, what looks risky?";
    private static final String WHAT = "What is it?";
    private static final String BUILDS = "Does it build?";
    private static final String PASSES = "Do its tests pass?";
    private static final String RISKS = "What looks risky?";
    private static final String DEPENDS = "What does it depend on?";
    private static final String CHANGES = "Where does it change most?";

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger right = new AtomicInteger();
    private final Map<String, Act> shown = new HashMap<>();
    private int claims;

    private Path folder;
    private NodeHome home;
    private NodeProcess node;
    private TestReporter reporter;

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        Needs.tool("bwrap", "a survey has no box");
        Needs.tool("git", "there are no repositories to survey");
        folder = temp.toRealPath();
        home = NodeHome.in(folder.resolve("node")).with("HOME", System.getProperty("user.home"));
        node = home.up();
    }

    @BeforeEach
    void shows(TestReporter tests) {
        reporter = tests;
    }

    @AfterAll
    void figures() throws Exception {
        if (node == null) {
            return;
        }
        node.close();
        System.out.println("survey: " + right + " of " + asked + " verdicts right, " + claims + " claims over "
                + shown.size() + " receipts");
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
    }

    /** A repository's report with what it must say; a question's verdict begins with the truth. */
    private SurveyReport survey(Path repository, Map<String, String> truth) throws Exception {
        Map<String, String> before = contents(repository);
        Said said = home.verb("goal", WISH, "--dir", repository.toString(), "--json");
        assertThat(said.code()).as(said.all()).isZero();
        Json.Obj goal = (Json.Obj) Json.parse(said.out().strip());
        SurveyReport report = new SurveyReport(goal.string("report"));
        assertThat(contents(repository)).as("the repository stays as it was").isEqualTo(before);
        int cited = everyClaimHasItsReceipt(goal, repository, report);
        asked.addAndGet(truth.size());
        for (Map.Entry<String, String> each : truth.entrySet()) {
            assertThat(report.verdict(each.getKey()))
                    .as(each.getKey() + "\n" + report.text())
                    .startsWith(each.getValue());
            right.incrementAndGet();
        }
        Shown.all(reporter, "verdicts-right", truth.size(), "verdicts");
        Shown.all(reporter, "claims-with-receipt", cited, "claims");
        Shown.all(reporter, "repositories-surveyed", truth.isEmpty() ? 0 : 1, "repositories");
        return report;
    }

    private static Map<String, String> contents(Path folder) throws Exception {
        Map<String, String> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> !f.startsWith(folder.resolve(".git")) && Files.isRegularFile(f))
                    .toList()) {
                contents.put(
                        folder.relativize(file).toString(),
                        Digest.of(Files.readAllBytes(file)).hex());
            }
        }
        return contents;
    }

    /** No claim without a citation, and each act cited is this goal's, ended well, and was about this folder. */
    private int everyClaimHasItsReceipt(Json.Obj goal, Path repository, SurveyReport report) throws Exception {
        List<SurveyReport.Claim> all = report.claims();
        assertThat(all).hasSizeGreaterThan(9);
        claims += all.size();
        for (SurveyReport.Claim claim : all) {
            assertThat(claim.acts()).as(claim.said()).isNotEmpty();
            for (String id : claim.acts()) {
                Act act = act(id);
                assertThat(act.actor()).isEqualTo("goal:" + goal.string("id"));
                assertThat(act.ending()).as(claim.said()).isEqualTo("done");
                assertThat(act.index()).isPositive();
                assertThat(act.op()).isIn("fs.census", "fs.read", "fs.list", "proc.exec", "proc.git", "proc.ignored");
                if (act.op().startsWith("fs.")) {
                    assertThat(act.target()).as(claim.said()).startsWith(repository.toString());
                }
            }
        }
        return all.size();
    }

    private Act act(String id) throws Exception {
        Act known = shown.get(id);
        if (known != null) {
            return known;
        }
        Act fresh = Act.show(home, id);
        shown.put(id, fresh);
        return fresh;
    }

    /** The one receipt of a verdict, which is the run of a command whose exit code it tells. */
    private Act ran(SurveyReport report, String question, String command, int exitCode) throws Exception {
        List<String> ids = report.because(question).acts();
        assertThat(ids).hasSize(1);
        Act act = act(ids.getFirst());
        assertThat(act.op()).isEqualTo("proc.exec");
        assertThat(act.target()).contains(command);
        assertThat(act.evidence().longNumber("exitCode")).isEqualTo(exitCode);
        assertThat(act.inputDigest()).as("the command's own digest").matches("[0-9a-f]{64}");
        return act;
    }

    @Test
    void mavenWithTestsThatPass() throws Exception {
        Needs.tool("mvn", "no Maven project is surveyed");
        Path cache = Path.of(System.getProperty("user.home"), ".m2/repository/org/junit/jupiter/junit-jupiter/6.1.3");
        Needs.that(Files.isDirectory(cache), "JUnit 6.1.3 is in no local repository, so that no Maven test runs");
        SurveyReport report = survey(
                SurveyedRepositories.maven(folder.resolve("ledgerette")),
                Map.of(
                        WHAT, "Java built with Maven, 5 files, ",
                        BUILDS, "yes",
                        PASSES, "yes, 2 passed, 1 skipped",
                        RISKS, "1 low",
                        DEPENDS, "1 named",
                        CHANGES, "`pom.xml`"));
        assertThat(report.text())
                .contains("\"Ledgerette adds up the entries of small account books.\"")
                .contains("`LICENSE` is the text of Apache-2.0.")
                .contains("| `org.junit.jupiter:junit-jupiter` | 6.1.3 | test |")
                .contains("3 commits by 1 author, from 2026-01-01 to 2026-01-03.");
        ran(report, BUILDS, "mvn -o", 0);
        ran(report, PASSES, "mvn -o", 0);
    }

    @Test
    void npmWithATestThatFails() throws Exception {
        Needs.tool("npm", "no npm project is surveyed");
        SurveyReport report = survey(
                SurveyedRepositories.npm(folder.resolve("slug")),
                Map.of(
                        WHAT, "JavaScript built with npm, 4 files, ",
                        BUILDS, "nothing to build",
                        PASSES, "no, 2 passed, 1 failed",
                        RISKS, "nothing that is looked for",
                        DEPENDS, "none named",
                        CHANGES, "`slug.js`"));
        assertThat(report.text()).contains("`package.json` states the licence MIT.", "not ok 3 - umlauts");
        ran(report, PASSES, "npm test", 1);
    }

    @Test
    void pythonWithTestsThatPass() throws Exception {
        Needs.tool("python3", "no Python project is surveyed");
        SurveyReport report = survey(
                SurveyedRepositories.python(folder.resolve("tally")),
                Map.of(
                        WHAT, "Python, 4 files, ",
                        BUILDS, "yes",
                        PASSES, "yes, 4 passed",
                        RISKS, "1 medium",
                        DEPENDS, "none named",
                        CHANGES, "`"));
        assertThat(report.text())
                .contains("\"Tally counts the words of plain texts.\"")
                .contains("`pyproject.toml` states the licence BSD-3-Clause.")
                .contains("`src/tally/__init__.py:6`");
        ran(report, PASSES, "python3 -m unittest", 0);
    }

    @Test
    void makeWithABuildThatFails() throws Exception {
        Needs.tool("make", "no make project is surveyed");
        Needs.tool("cc", "no C program is surveyed");
        SurveyReport report = survey(
                SurveyedRepositories.make(folder.resolve("clock")),
                Map.of(
                        WHAT, "C built with make, 3 files, ",
                        BUILDS, "no",
                        PASSES, "could not tell: it does not build",
                        RISKS, "nothing that is looked for",
                        CHANGES, "`clock.c`"));
        Act build = ran(report, BUILDS, "make", 2);
        assertThat(report.because(BUILDS).said()).contains("clock.c:4:21: error: expected");
        assertThat(report.because(PASSES).acts())
                .as("that the tests were not run rests on the build")
                .containsExactly(build.id());
    }

    @Test
    void aToolThatIsMissingIsNotTheProjectsFault() throws Exception {
        boolean cargo = there("cargo");
        boolean gradle = there("gradle");
        if (cargo && gradle) {
            System.err.println("SKIPPED: Cargo and Gradle are both here, so that no tool is missing");
            Assumptions.abort("no tool is missing");
        }
        Path repository = cargo
                ? SurveyedRepositories.gradle(folder.resolve("thirds"))
                : SurveyedRepositories.cargo(folder.resolve("halves"));
        String missing = "could not tell: " + (cargo ? "gradle" : "cargo") + " is not installed";
        String what = cargo ? "Java built with Gradle" : "Rust built with Cargo";
        survey(repository, Map.of(WHAT, what, BUILDS, missing, PASSES, missing));
    }

    private static boolean there(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, tool)));
    }

    @Test
    void aDownloadThatIsNeededIsNotTheProjectsFault() throws Exception {
        Needs.tool("npm", "no npm project is surveyed");
        String needs = "could not tell: needs download: its dependencies are in no cache";
        survey(
                SurveyedRepositories.npmThatNeedsDownload(folder.resolve("needy")),
                Map.of(WHAT, "JavaScript built with npm", BUILDS, needs, PASSES, needs, DEPENDS, "1 named"));
    }

    @Test
    void aLibraryThatMavenWouldDownloadIsNamed() throws Exception {
        Needs.tool("mvn", "no Maven project is surveyed");
        String needs = "could not tell: needs download: stemma.peer:a-library-that-nobody-has-cached:jar:0.8.15";
        survey(
                SurveyedRepositories.mavenThatNeedsDownload(folder.resolve("lonely")),
                Map.of(WHAT, "Java built with Maven", BUILDS, needs, PASSES, needs, DEPENDS, "1 named"));
    }

    /** The digest of what was read is that of the file, so that the receipt proves which text was seen. */
    @Test
    void whatWasReadIsWhatTheReceiptNames() throws Exception {
        Path repository = SurveyedRepositories.npm(folder.resolve("digests"));
        SurveyReport report = survey(repository, Map.of());
        SurveyReport.Claim licence = report.claims().stream()
                .filter(claim -> claim.said().contains("states the licence MIT"))
                .findFirst()
                .orElseThrow();
        Act read = act(licence.acts().getFirst());
        assertThat(read.op()).isEqualTo("fs.read");
        assertThat(read.target()).isEqualTo(repository.resolve("package.json").toString());
        String text = Files.readString(repository.resolve("package.json"));
        assertThat(read.view().text() + read.evidence().text())
                .contains(Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex());
    }
}
