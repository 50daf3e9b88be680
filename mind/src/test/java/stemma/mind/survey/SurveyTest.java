package stemma.mind.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.EntryCodec;
import stemma.core.Receipt;
import stemma.mind.Goal;
import stemma.mind.GoalState;
import stemma.mind.PlainBox;
import stemma.mind.Rig;
import stemma.mind.plan.EmbeddedPlanner;

/** The survey on real Git repositories, one for each way in which a verdict can come out. */
final class SurveyTest {
    private static final String WISH =
            "Survey this repository: what is it, does it build, do its tests pass, what looks risky?";

    @TempDir
    private Path temp;

    private Path scratch = Path.of("/");

    @BeforeEach
    void scratch() throws IOException {
        scratch = Files.createDirectories(temp.resolve("scratch"));
        needs("git");
    }

    private static void needs(String tool) {
        boolean there = List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        if (!there) {
            String reason = tool + " is not installed, so the verdicts it would give are not tested";
            System.out.println("SKIPPED: " + reason);
            assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
            Assumptions.abort(reason);
        }
    }

    private String survey(Repository repository) throws IOException, InterruptedException {
        return survey(repository, new PlainBox(scratch));
    }

    private String survey(Repository repository, PlainBox box) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(temp, "home");
        try (Rig rig = new Rig(home, new EmbeddedPlanner("configure a model"), box)) {
            Goal goal = rig.run(WISH, repository.folder());
            assertThat(goal.state()).as(goal.message()).isEqualTo(GoalState.DONE);
            String report = rig.report(goal);
            assertThat(goal.message())
                    .startsWith("What is it? ")
                    .contains(". Does it build? ")
                    .endsWith(".");
            assertEveryClaimCitesAnActOf(rig, report);
            return report;
        }
    }

    /** Every row, bullet and block ends in a citation, and every id cited is a receipt in the log. */
    private static void assertEveryClaimCitesAnActOf(Rig rig, String report) {
        Set<String> receipts = new HashSet<>();
        rig.entries().forEach(bytes -> {
            if (EntryCodec.parse(bytes) instanceof Receipt receipt) {
                receipts.add(receipt.id().toString());
            }
        });
        Matcher cited = Pattern.compile("\\[acts? ([0-9., ]+)]").matcher(report);
        int citations = 0;
        while (cited.find()) {
            assertThat(receipts).contains(cited.group(1).split(", ", -1));
            citations++;
        }
        assertThat(citations).isGreaterThan(8);
        String claims = report.substring(report.indexOf("|---|---|---|") + 14);
        for (String line : claims.lines().toList()) {
            boolean bullet = line.startsWith("- ") && !line.endsWith(":");
            if (bullet || (line.startsWith("| ") && line.contains("**"))) {
                assertThat(line).containsPattern("\\[acts? [0-9., ]+]( \\|)?$");
            }
        }
    }

    private static String row(String report, String question) {
        return report.lines()
                .filter(l -> l.startsWith("| " + question))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + question + " in\n" + report));
    }

    @Test
    void makeProjectThatPasses() throws Exception {
        needs("make");
        Repository repository = new Repository(temp.resolve("made"))
                .file("README.md", "# Made\n\nA tiny thing that is made for a test. It does little.\n")
                .file("Makefile", "all: out.txt\nout.txt:\n\techo made > out.txt\ntest: all\n\tsh check.sh\n")
                .file("check.sh", "#!/bin/sh\necho 1..2\necho ok 1 - made\necho ok 2 - still made\n")
                .file("LICENSE", "Apache License\nVersion 2.0, January 2004\n")
                .commit("Begin");
        String report = survey(repository);
        assertThat(row(report, "Does it build?")).contains("**yes**");
        assertThat(row(report, "Do its tests pass?")).contains("**yes, 2 passed**");
        assertThat(row(report, "What is it?")).contains("make").contains("A tiny thing that is made for a test.");
        assertThat(row(report, "What looks risky?")).contains("nothing");
        assertThat(report).contains("`LICENSE` is the text of Apache-2.0");
        assertThat(repository.folder().resolve("out.txt"))
                .as("the folder stays as it was")
                .doesNotExist();
    }

    @Test
    void introductionIsTheFirstSentenceOfTheReadme() {
        assertThat(StockStep.firstSentence("# Greet\n\nSays hello.\n")).contains("Says hello.");
        assertThat(StockStep.firstSentence("[![ok](a.svg)](b)\n`greet` says hello. Twice.\n"))
                .contains("`greet` says hello.");
        assertThat(StockStep.firstSentence("**Greet** greets\n")).isEmpty();
        assertThat(StockStep.firstSentence("Greet\n=====\n- a list of things to do.\n"))
                .isEmpty();
        assertThat(StockStep.firstSentence("```\nrun this now.\n```\n")).isEmpty();
    }

    @Test
    void readmeThatIntroducesNothingIsNotCalledMissing() throws Exception {
        Repository repository = new Repository(temp.resolve("terse"))
                .file("README.md", "# Terse\n")
                .commit("Begin");
        assertThat(row(survey(repository), "What is it?"))
                .contains("`README.md` is there, but no sentence of it introduces the folder");
    }

    @Test
    void brokenBuildIsSaidAndItsTestsAreNotRun() throws Exception {
        needs("make");
        Repository repository = new Repository(temp.resolve("broken"))
                .file(
                        "Makefile",
                        "all:\n\t@echo 'main.c:3: error: expected expression' >&2; exit 1\ntest:\n\t@echo ok 1\n")
                .commit("Begin");
        String report = survey(repository);
        assertThat(row(report, "Does it build?")).contains("**no**").contains("error: expected expression");
        assertThat(row(report, "Do its tests pass?")).contains("could not tell: it does not build");
        String act = row(report, "Does it build?").replaceFirst(".*(\\[act [0-9.]+]).*", "$1");
        assertThat(row(report, "Do its tests pass?")).contains(act);
    }

    @Test
    void failingNodeTestsAreCounted() throws Exception {
        needs("npm");
        Repository repository = new Repository(temp.resolve("noded"))
                .file("package.json", """
                    {"name": "noded", "version": "1.0.0", "license": "MIT",
                     "scripts": {"test": "node --test"}}
                    """)
                .file("a.test.js", """
                    const test = require('node:test'); const assert = require('node:assert');
                    test('good', () => assert.equal(1, 1));
                    test('bad', () => assert.equal(1, 2));
                    test.skip('later', () => {});
                    """)
                .commit("Begin");
        String report = survey(repository);
        assertThat(row(report, "Do its tests pass?")).contains("**no, 1 passed, 1 failed, 1 skipped**");
        assertThat(row(report, "Does it build?")).contains("nothing to build");
        assertThat(report).contains("states the licence MIT").contains("a test that is switched off");
    }

    @Test
    void dependencyThatIsInNoCacheIsNotTheProjectsFailure() throws Exception {
        needs("npm");
        Repository repository =
                new Repository(temp.resolve("needy")).file("package.json", """
                    {"name": "needy", "version": "1.0.0", "scripts": {"test": "node --test", "build": "node b.js"},
                     "dependencies": {"a-package-that-nobody-has-cached-0815": "9.9.9"}}
                    """).commit("Begin");
        String report = survey(repository);
        assertThat(row(report, "Does it build?")).contains("could not tell: needs download");
        assertThat(row(report, "Do its tests pass?")).contains("could not tell: needs download");
        assertThat(report).contains("`a-package-that-nobody-has-cached-0815` | 9.9.9");
    }

    @Test
    void pythonTestsPassAndMissingModulesAreToldApart() throws Exception {
        needs("python3");
        Repository good = new Repository(temp.resolve("snake"))
                .file("pyproject.toml", """
                    [project]
                    name = "snake"
                    license = "BSD-3-Clause"
                    dependencies = ["requests>=2.0", "click"]
                    """)
                .file("src/snake/__init__.py", "def length():\n    return 3\n")
                .file("tests/test_snake.py", """
                    import unittest
                    from snake import length
                    class T(unittest.TestCase):
                        def test_length(self):
                            self.assertEqual(length(), 3)
                        @unittest.skip("later")
                        def test_later(self):
                            pass
                    """)
                .commit("Begin");
        String report = survey(good);
        assertThat(row(report, "What is it?"))
                .contains("**Python, 3 files, ")
                .contains("there is no README at its top");
        assertThat(row(report, "Does it build?")).contains("**yes**");
        assertThat(row(report, "Do its tests pass?")).contains("**yes, 1 passed, 1 skipped**");
        assertThat(report).contains("`requests` | >=2.0").contains("states the licence BSD-3-Clause");
        good.file("tests/test_more.py", "import a_module_that_nobody_has_installed\n");
        assertThat(row(survey(good), "Do its tests pass?"))
                .contains("could not tell: needs download: a_module_that_nobody_has_installed");
    }

    @Test
    void missingToolIsNotTheProjectsFailure() throws Exception {
        Path tools = Files.createDirectories(temp.resolve("tools"));
        Path git = tools.resolve("git");
        Files.writeString(git, "#!/bin/sh\nPATH=" + System.getenv("PATH") + " exec git \"$@\"\n");
        assertThat(git.toFile().setExecutable(true)).isTrue();
        Repository repository = new Repository(temp.resolve("rusty"))
                .file("Cargo.toml", "[package]\nname = \"rusty\"\nlicense = \"MIT\"\n[dependencies]\nserde = \"1\"\n")
                .file("Cargo.lock", "[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\nsource = \"registry\"\n")
                .file("src/lib.rs", "pub fn one() -> i32 { 1 }\n")
                .commit("Begin");
        String report = survey(repository, new PlainBox(scratch, List.of(tools.toString())));
        assertThat(row(report, "Does it build?")).contains("could not tell: cargo is not installed");
        assertThat(row(report, "Do its tests pass?")).contains("could not tell: cargo is not installed");
        assertThat(row(report, "What does it depend on?")).contains("**1 named, 1 locked**");
    }

    @Test
    void historyAndRisksAreFound() throws Exception {
        Repository repository = new Repository(temp.resolve("risky"))
                .file("often.sh", "#!/bin/sh\necho 1\n")
                .file("seldom.txt", "text\n")
                .commit("Begin");
        repository.file("often.sh", "#!/bin/sh\necho 2\n").commit("Again");
        String key = "AKIA" + "IOSFODNN7" + "ABCDEF2";
        repository
                .file("often.sh", "#!/bin/sh\ncurl -s https://example.org/x | sh\n")
                .file("conf.py", "AWS = '" + key + "'\nresult = eval(text)\n")
                .file("id_rsa", "secret\n")
                .commit("Worse");
        String report = survey(repository);
        assertThat(row(report, "Where does it change most?"))
                .contains("`often.sh`")
                .contains("3 commits");
        assertThat(row(report, "What looks risky?")).contains("3 high, 1 medium");
        assertThat(report)
                .contains("`often.sh:2`")
                .contains("`conf.py:1`")
                .contains("`conf.py:2`")
                .contains("`id_rsa`");
        assertThat(report).as("a secret is never quoted").doesNotContain(key);
    }
}
