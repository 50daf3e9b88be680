package stemma.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stemma.core.Json;

final class ReportTest {
    private static final MachineFacts MACHINE = new MachineFacts(2, "a processor", 0.1, "a kernel", "a JDK", "ext4");
    private static final Figure MET = Figure.of("start", 900, "ms").bar(Bar.below(1_500));
    private static final Figure MISSED =
            Figure.of("verb | tail", 700, "ms").beside("cold", 1_400).bar(Bar.below(500));
    private static final Figure BARE = Figure.of("script", 12, "ms");

    private static Report report(Outcome... outcomes) {
        return new Report(MACHINE, List.of(outcomes));
    }

    private static Outcome measured(Figure... figures) {
        return new Outcome("start", "how long a start takes", List.of(figures), "", 0.1);
    }

    private static Outcome obstructed() {
        return new Outcome("idle", "what a node takes at rest", List.of(), "there is no /proc", 0.1);
    }

    private static String line(Report report, Report.Form form, String part) {
        return report.in(form)
                .lines()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line with " + part + " in\n" + report.in(form)));
    }

    @Test
    void aBarThatIsMissedSaysNo() {
        Report report = report(measured(MET, MISSED, BARE));
        assertThat(line(report, Report.Form.TEXT, "  start ")).containsPattern("900 ms +under 1,500 ms +yes");
        assertThat(line(report, Report.Form.TEXT, "  verb | tail"))
                .containsPattern("700 ms +under 500 ms +no +cold: 1,400 ms +0.50");
        assertThat(line(report, Report.Form.TEXT, "  script"))
                .doesNotContain("yes")
                .doesNotContain("no");
        assertThat(line(report, Report.Form.TEXT, "bars met")).isEqualTo("1 of 2 bars met; missed: verb | tail.");
        assertThat(line(report, Report.Form.MARKDOWN, "verb"))
                .isEqualTo("| verb \\| tail | 700 ms | under 500 ms | no | cold: 1,400 ms | 0.50 |");
        assertThat(line(report, Report.Form.MARKDOWN, "bars met")).contains("missed: verb | tail");
    }

    @Test
    void aBarThatIsMissedIsAnErrorWhenStrict() {
        Report report = report(measured(MET, MISSED));
        assertThat(report.code(false)).isZero();
        assertThat(report.code(true)).isEqualTo(Report.MISSED);
    }

    @Test
    void whatMeetsItsBarsIsNoErrorWhenStrict() {
        Report report = report(measured(MET, BARE));
        assertThat(report.code(true)).isZero();
        assertThat(line(report, Report.Form.TEXT, "bars met")).isEqualTo("1 of 1 bars met.");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotShownIsAlwaysAnErrorAndSaysWhy(Report.Form form) {
        Report report = report(measured(MET, MISSED), obstructed());
        assertThat(report.in(form)).contains("there is no /proc");
        assertThat(report.code(false)).isEqualTo(Report.NOT_SHOWN);
        assertThat(report.code(true)).isEqualTo(Report.NOT_SHOWN);
    }

    @Test
    void whatIsNotShownHasARowOfItsOwn() {
        Report report = report(obstructed());
        assertThat(line(report, Report.Form.MARKDOWN, "at rest"))
                .isEqualTo("| what a node takes at rest | not shown |  | no |  |  |");
        assertThat(line(report, Report.Form.TEXT, "not shown:")).isEqualTo("  not shown: there is no /proc");
        assertThat(line(report, Report.Form.TEXT, "bars met")).isEqualTo("0 of 0 bars met; not shown: idle.");
    }

    @Test
    void theMachineIsNamed() {
        assertThat(report(measured(MET)).in(Report.Form.TEXT)).startsWith("2 cores (a processor), load 0.10");
        MachineFacts busy = new MachineFacts(2, "a processor", 1.5, "a kernel", "a JDK", "ext4");
        assertThat(new Report(busy, List.of()).in(Report.Form.TEXT)).contains("busy: the bars are for a quiet machine");
    }

    @Test
    void programsReadTheSame() {
        Json.Obj all = (Json.Obj) Json.parse(
                report(measured(MET, MISSED), obstructed()).in(Report.Form.JSON).strip());
        assertThat(all.longNumber("bars")).isEqualTo(2);
        assertThat(all.longNumber("missed")).isEqualTo(1);
        assertThat(all.longNumber("notShown")).isEqualTo(1);
        Json.Obj outcome = (Json.Obj) all.array("outcomes").items().getFirst();
        Json.Obj figure = (Json.Obj) outcome.array("figures").items().get(1);
        assertThat(figure.find("met")).contains(Json.of(false));
        assertThat(figure.string("bar")).isEqualTo("under 500 ms");
    }
}
