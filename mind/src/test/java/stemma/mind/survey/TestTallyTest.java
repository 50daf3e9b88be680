package stemma.mind.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stemma.tools.ExecOutput;

final class TestTallyTest {
    private static final Census NOTHING = new Census(List.of(), "");
    private static final Project MAVEN = new Project(BuildSystem.MAVEN, "", "pom.xml");

    private static void counted(String output, int passed, int failed, int skipped) {
        assertThat(TestTally.in(output)).as(output).contains(new TestTally(passed, failed, skipped));
    }

    @Test
    void summariesOfEveryRunnerAreRead() {
        counted("""
            [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in a.B
            [INFO] Results:
            [WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1
            [ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 0
            """, 5, 2, 1);
        counted("""
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out
            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out
            """, 4, 2, 1);
        counted("Ran 4 tests in 0.001s\n\nFAILED (failures=1, errors=1, skipped=1)\n", 1, 2, 1);
        counted("Ran 1 test in 0.001s\n\nOK\n", 1, 0, 0);
        counted("===== 1 failed, 2 passed, 1 skipped in 0.12s =====\n", 2, 1, 1);
        counted("3 passed in 0.02s\n", 3, 0, 0);
        counted("# tests 3\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 0\n# todo 0\n", 2, 1, 0);
        counted("\u2139 tests 2\n\u2139 pass 2\n\u2139 fail 0\n", 2, 0, 0);
        counted("Tests:       1 failed, 2 passed, 3 total\n", 2, 1, 0);
        counted("\u001b[2m      Tests \u001b[22m 1 failed | 4 passed (5)\n", 4, 1, 0);
        counted("  2 passing (5ms)\n  1 failing\n", 2, 1, 0);
        counted("5 tests completed, 1 failed, 1 skipped\n", 3, 1, 1);
        counted("ok  \tpkg/a\t0.01s\nFAIL\tpkg/b\t0.02s\n", 1, 1, 0);
        counted("67% tests passed, 1 tests failed out of 3\n", 2, 1, 0);
        counted("1..3\nok 1 - a\nnot ok 2 - b\nok 3 # SKIP c\n", 1, 1, 1);
        assertThat(TestTally.in("all good\n")).isEmpty();
    }

    private static Verdict tests(int exit, String out, String err) {
        return Judge.tests(MAVEN, new ExecOutput(exit, false, out, err, 10, List.of()), NOTHING);
    }

    @Test
    void verdictNeedsExitCodeAndCountToAgree() {
        String good = "[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0\n";
        String bad = "[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0\n";
        assertThat(tests(0, good, "").state()).isEqualTo(Verdict.State.PASSED);
        assertThat(tests(1, bad, "").state()).isEqualTo(Verdict.State.FAILED);
        assertThat(tests(0, bad, "").state()).as("a runner that hides failures").isEqualTo(Verdict.State.FAILED);
        assertThat(tests(1, good, "").state()).isEqualTo(Verdict.State.FAILED);
        assertThat(tests(0, "[INFO] Tests run: 0, Failures: 0, Errors: 0, Skipped: 0\n", "")
                        .state())
                .isEqualTo(Verdict.State.ABSENT);
    }

    @Test
    void whatTheNodeLacksIsNeverTheProjectsFailure() {
        assertThat(tests(
                                1,
                                "[ERROR] Cannot access central (https://x) in offline mode and the artifact a:b:jar:1"
                                        + " has not been downloaded from it before",
                                "")
                        .why())
                .contains("needs download");
        assertThat(tests(98, "", "").why()).isEqualTo("mvn is not installed");
        assertThat(tests(1, "[ERROR] Fatal error compiling: error: release version 99 not supported", "")
                        .why())
                .contains("needs another JDK: 99");
        assertThat(Judge.build(MAVEN, new ExecOutput(137, true, "", "", 900_000, List.of()), NOTHING)
                        .why())
                .contains("did not end within 15 min");
        assertThat(tests(1, "[ERROR] COMPILATION ERROR", "").state()).isEqualTo(Verdict.State.FAILED);
        assertThat(Optional.of(tests(1, "[ERROR] COMPILATION ERROR", "").why()))
                .hasValueSatisfying(why -> assertThat(why).contains("COMPILATION ERROR"));
    }
}
