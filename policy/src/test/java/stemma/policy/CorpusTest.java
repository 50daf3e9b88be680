package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import stemma.core.Act;
import stemma.core.Policy;
import stemma.core.Trust;
import stemma.core.Verdict;

class CorpusTest {
    private record Case(int line, Decision expected, boolean hostile, Act act) {
        boolean holds(Policy policy) {
            return Home.decision(policy.judge(act)) == expected;
        }
    }

    @Test
    void theDefaultsJudgeEveryCaseAsWritten() {
        RulePolicy defaults = Home.defaults();
        for (Case each : corpus()) {
            Verdict verdict = defaults.judge(each.act());
            assertThat(Home.decision(verdict))
                    .as(
                            "corpus.txt:%d %s %s -> %s",
                            each.line(), each.act().op(), each.act().target(), verdict)
                    .isEqualTo(each.expected());
        }
    }

    @Test
    void theExplainerGivesTheSameVerdictAndNamesTheRule() {
        RulePolicy defaults = Home.defaults();
        for (Case each : corpus()) {
            PolicyExplainer.Trail trail = new PolicyExplainer(defaults).explain(each.act());
            Verdict verdict = defaults.judge(each.act());
            assertThat(trail.verdict()).isEqualTo(verdict);
            boolean byRule = !verdict.rule().equals(RulePolicy.DEFAULT)
                    && !verdict.rule().equals(RulePolicy.FORM);
            assertThat(trail.considered().stream()
                            .anyMatch(c -> c.matched() && c.rule().equals(verdict.rule())))
                    .as("corpus.txt:%d %s", each.line(), trail)
                    .isEqualTo(byRule);
        }
    }

    @Test
    void theCorpusIsLargeAndTwoSided() {
        List<Case> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThanOrEqualTo(120);
        assertThat(corpus.stream().filter(Case::hostile).count()).isGreaterThan(60);
        assertThat(corpus.stream().filter(c -> !c.hostile()).count()).isGreaterThan(40);
        assertThat(corpus.stream().filter(Case::hostile)).noneMatch(c -> c.expected() == Decision.ALLOW);
        assertThat(corpus.stream().filter(c -> !c.hostile())).noneMatch(c -> c.expected() == Decision.DENY);
    }

    @Test
    void denyingAllFailsEveryBenignCaseAndNoRulesAllowNothing() {
        Policy denyAll = Home.rules("deny * *");
        Policy empty = Home.rules("");
        for (Case each : corpus()) {
            boolean rescue = each.act().op().equals("policy.adopt");
            if (!each.hostile() && !rescue) {
                assertThat(each.holds(denyAll)).as("line %d", each.line()).isFalse();
            }
            if (!rescue) {
                assertThat(Home.decision(empty.judge(each.act())))
                        .as("line %d", each.line())
                        .isNotEqualTo(Decision.ALLOW);
            }
        }
    }

    @Test
    void allowingAllFailsMostHostileCasesWithTheFloorAndAllWithout() {
        List<Case> hostile = corpus().stream().filter(Case::hostile).toList();
        Policy overFloor = Home.rules("allow * *");
        assertThat(hostile.stream().filter(c -> !c.holds(overFloor)).count()).isGreaterThan(hostile.size() / 3);
        Policy bare = act -> new Verdict.Allow("all");
        assertThat(hostile).noneMatch(c -> c.holds(bare));
    }

    private static List<Case> corpus() {
        String text = new String(Floor.resource("corpus.txt"), StandardCharsets.UTF_8);
        List<Case> cases = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> f = List.of(line.split("\\s*\\|\\s*", 6));
            Act act = Home.act(f.get(4), unescaped(f.get(5)), f.get(2), Trust.parse(f.get(3)));
            Decision expected = Decision.valueOf(f.get(0).strip().toUpperCase(Locale.ROOT));
            cases.add(new Case(number, expected, f.get(1).equals("hostile"), act));
        }
        return cases;
    }

    private static String unescaped(String text) {
        String unicode = Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(text)
                .replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)));
        return unicode.replace("\\n", "\n").replace("\\\\", "\\");
    }
}
