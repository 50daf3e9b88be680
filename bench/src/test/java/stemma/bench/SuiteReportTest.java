package stemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuiteReportTest {
    @TempDir
    Path folder;

    private SuiteReport report(String... cases) throws IOException {
        Path file = folder.resolve("TEST-of-test.xml");
        Files.writeString(file, "<testsuite>" + String.join("", cases) + "</testsuite>");
        return SuiteReport.read(file);
    }

    private static String test(String name, String inside) {
        return "<testcase name='" + name + "' classname='stemma.it.X'>" + inside + "</testcase>";
    }

    @Test
    void whatPassedIsNotHeldAgainstIt() throws IOException {
        SuiteReport report = report(test("one", ""), test("two", "<system-out>failure</system-out>"));
        assertThat(report.run()).isEqualTo(2);
        assertThat(report.against()).isEmpty();
    }

    @Test
    void failuresAndErrorsAreNamedWithTheirReason() throws IOException {
        assertThat(report(
                                test("one", "<failure message='expected 12&#10;  but was 11' type='x'>trace</failure>"),
                                test("two", "<error type='x'>no such file</error>"),
                                test("three", ""))
                        .against())
                .containsExactly("one failed: expected 12 but was 11", "two failed: no such file");
    }

    @Test
    void aSkippedTestIsHeldAgainstItUnlessItWaitsForTheDeepSuite() throws IOException {
        assertThat(report(
                                test("one", "<skipped message='strace is missing'/>"),
                                test("two", "<skipped message='System property [stemma.deep] does not exist'/>"))
                        .against())
                .containsExactly("one was skipped: strace is missing");
    }

    @Test
    void aLongReasonIsCut() throws IOException {
        String shown = report(test("one", "<failure message='" + "x".repeat(5_000) + "'/>"))
                .against()
                .getFirst();
        assertThat(shown).isEqualTo("one failed: " + "x".repeat(200) + " ...");
        assertThat(report(test("one", "<failure message='" + "x".repeat(200) + "'/>"))
                        .against())
                .containsExactly("one failed: " + "x".repeat(200));
    }

    @Test
    void aReportThatIsBrokenOrNamesOtherFilesIsRefused() throws IOException {
        assertThatThrownBy(() -> report("<testcase>")).isInstanceOf(NotMeasured.class);
        Path file = folder.resolve("outside.xml");
        Files.writeString(file, "<!DOCTYPE x SYSTEM 'file:///etc/hostname'><testsuite/>");
        assertThatThrownBy(() -> SuiteReport.read(file))
                .isInstanceOf(NotMeasured.class)
                .hasMessageContaining("DOCTYPE");
    }
}
