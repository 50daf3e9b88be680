package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stemma.core.Clock;
import stemma.core.Trust;

/** Rules that hold at some hours, on some days, until some day, and in some folders. */
class RuleTimesTest {
    private static Clock clock(String instant) {
        HandClock clock = new HandClock();
        clock.forward(Instant.parse(instant).toEpochMilli() - clock.millis());
        return clock;
    }

    private static Decision at(String instant, String rule) {
        return Home.of(Home.rules(rule, clock(instant)), "fs.read", "/work/app/x");
    }

    @Test
    void hoursBeginWithTheFirstMinuteAndEndBeforeTheLast() {
        String rule = "allow fs.read * at 09:00-18:00";
        assertThat(at("2026-11-20T08:59:59.999Z", rule)).isEqualTo(Decision.DENY);
        assertThat(at("2026-11-20T09:00:00Z", rule)).isEqualTo(Decision.ALLOW);
        assertThat(at("2026-11-20T17:59:59.999Z", rule)).isEqualTo(Decision.ALLOW);
        assertThat(at("2026-11-20T18:00:00Z", rule)).isEqualTo(Decision.DENY);
        String night = "allow fs.read * at 22:00-06:00";
        assertThat(at("2026-11-20T21:59:00Z", night)).isEqualTo(Decision.DENY);
        assertThat(at("2026-11-20T22:00:00Z", night)).isEqualTo(Decision.ALLOW);
        assertThat(at("2026-11-20T05:59:00Z", night)).isEqualTo(Decision.ALLOW);
        assertThat(at("2026-11-20T06:00:00Z", night)).isEqualTo(Decision.DENY);
        assertThat(at("2026-11-20T23:59:59Z", "allow fs.read * at 12:00-24:00")).isEqualTo(Decision.ALLOW);
    }

    @Test
    void daysAreThoseOfTheMomentAndTheLastDayIsIncluded() {
        String week = "allow fs.read * on mon-fri";
        assertThat(at("2026-11-20T23:59:59Z", week)).as("Friday").isEqualTo(Decision.ALLOW);
        assertThat(at("2026-11-21T00:00:00Z", week)).as("Saturday").isEqualTo(Decision.DENY);
        assertThat(at("2026-11-23T00:00:00Z", week)).as("Monday").isEqualTo(Decision.ALLOW);
        String rest = "allow fs.read * on fri-sun,wed";
        assertThat(at("2026-11-22T12:00:00Z", rest)).as("Sunday").isEqualTo(Decision.ALLOW);
        assertThat(at("2026-11-25T12:00:00Z", rest)).as("Wednesday").isEqualTo(Decision.ALLOW);
        assertThat(at("2026-11-23T12:00:00Z", rest)).as("Monday").isEqualTo(Decision.DENY);
        assertThat(at("2026-11-23T12:00:00Z", "allow fs.read * on sun-mon")).isEqualTo(Decision.ALLOW);
        String last = "allow fs.read * until 2026-12-31";
        assertThat(at("2026-12-31T23:59:59Z", last)).isEqualTo(Decision.ALLOW);
        assertThat(at("2027-01-01T00:00:00Z", last)).isEqualTo(Decision.DENY);
        String all = "allow fs.read * at 09:00-18:00 on mon-fri until 2026-12-31 by goal";
        assertThat(at("2026-11-20T12:00:00Z", all)).isEqualTo(Decision.ALLOW);
        assertThat(at("2026-11-21T12:00:00Z", all)).isEqualTo(Decision.DENY);
    }

    @Test
    void aRuleSpeaksOfTheFolderThatAGoalWasGiven() {
        assertThat(Home.of(Home.rules("allow fs.read * by goal in /work/**"), "fs.read", "/x"))
                .isEqualTo(Decision.ALLOW);
        assertThat(Home.of(Home.rules("allow fs.read * by goal in /srv/** /work/app"), "fs.read", "/x"))
                .isEqualTo(Decision.ALLOW);
        assertThat(Home.of(Home.rules("allow fs.read * by goal in /srv/**"), "fs.read", "/srv/x"))
                .as("the folder counts, not the target")
                .isEqualTo(Decision.DENY);
        assertThat(Home.of(Home.rules("allow fs.read * by goal in /WORK/**"), "fs.read", "/x"))
                .as("to the letter")
                .isEqualTo(Decision.DENY);
        assertThat(Home.of(Home.rules("allow fs.read *\ndeny fs.read * by goal in /WORK/**"), "fs.read", "/x"))
                .as("widely")
                .isEqualTo(Decision.DENY);
        RulePolicy rules = Home.rules("allow fs.read * by goal in /**");
        assertThat(Home.decision(rules.judge(Home.act("fs.read", "/x", "goal:9.9", Trust.NODE))))
                .as("a goal without a folder")
                .isEqualTo(Decision.DENY);
    }

    @Test
    void aFaultHasItsPlace() {
        Map.of(
                        "allow fs.read * at noon", 20,
                        "allow fs.read * at 09:00-09:00", 20,
                        "allow fs.read * at 24:00-09:00", 20,
                        "allow fs.read * at", 19,
                        "allow fs.read * on mo-fr", 20,
                        "allow fs.read * on mon-tue-wed", 20,
                        "allow fs.read * until 2026-02-30", 23,
                        "allow fs.read * on mon on tue", 24,
                        "allow fs.read * in /srv/**", 17,
                        "allow fs.read * by goal in {workspace}/x", 28)
                .forEach((rule, column) -> assertThatThrownBy(() -> Home.rules(rule))
                        .isInstanceOf(RulesBroken.class)
                        .hasMessageContaining("policy.rules:1:" + column + ": "));
        assertThatThrownBy(() -> Home.rules("allow fs.read * by goal in"))
                .isInstanceOf(RulesBroken.class)
                .hasMessageContaining("policy.rules:1:25: ");
    }

    @Test
    void explainAndLintKnowThem() {
        RulePolicy rules = Home.rules("""
                allow fs.read * until 2026-12-31
                allow fs.read /a on mon
                allow fs.list * at 08:00-20:00
                allow fs.list /a at 09:00-18:00
                allow fs.list /b at 07:00-18:00
                allow fs.search * by goal in /srv/**
                allow fs.search /a by goal in /srv/app
                """, clock("2027-01-01T12:00:00Z"));
        assertThat(RuleLint.of(rules).stream().map(RuleLint.Finding::line)).isEqualTo(List.of(1, 4, 7));
        assertThat(RuleLint.of(rules).getFirst().what()).contains("2026-12-31 is past");
        List<PolicyExplainer.Considered> reads = new PolicyExplainer(rules)
                .explain(Home.act("fs.read", "/work/x", "goal:3.41", Trust.NODE))
                .considered();
        assertThat(reads)
                .anySatisfy(c -> assertThat(c.why()).isEqualTo("the rule does not hold now, fri 2027-01-01 12:00 UTC"));
        List<PolicyExplainer.Considered> searches = new PolicyExplainer(rules)
                .explain(Home.act("fs.search", "/work/x", "goal:3.41", Trust.NODE))
                .considered();
        assertThat(searches)
                .anySatisfy(c -> assertThat(c.why()).isEqualTo("the actor works in /work/app, the rule is for others"));
    }
}
