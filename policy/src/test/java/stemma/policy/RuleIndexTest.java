package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import stemma.core.Act;
import stemma.core.Trust;
import stemma.core.Verdict;

/** The index against the plain reading of the rules: try each in rank order, the first that hits decides. */
class RuleIndexTest {
    private static final int ROUNDS = Boolean.getBoolean("stemma.deep") ? 20_000 : 1_500;
    private static final int ACTS = 70;
    private static final int CASES_MIN = 100_000;

    private static final String[] NAMES = {
        "a", "A", "b", "app", "App.", "x.md", "X.MD", ".env", "key.pem", "\u2100", "a/c", "\ufb01", "fi", "e\u0301",
        "\u00e9", "z\u200b", "c ", "..."
    };
    private static final String[] GLOBS = {"*", "**", "?", "*.md", "a*", "*.\u2100", ".*", "?i", "x*d"};
    private static final String[] WORDS = {
        "git", "push", "Git", "-f", "-rf", "-C", "x", "$X", "{push,x}", "pu[s]h", "npm", "run", "--file", "sh"
    };
    private static final String[] TEXTS = {"m1", "M1", "m1/x", "\ufb01", "fi", "a b"};

    private static final List<Trust> TRUSTS = List.of(Trust.values());

    private final HandClock clock = new HandClock();
    private final Random random = new Random(20_261_121);

    private String any(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String path(boolean globs) {
        StringBuilder path = new StringBuilder(globs && random.nextInt(3) == 0 ? "**" : "/work");
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String name = globs && random.nextInt(3) == 0 ? any(GLOBS) : any(NAMES);
            path.append('/').append(globs && name.equals("...") ? "x" : name);
        }
        return path.toString();
    }

    private String words(boolean globs) {
        StringBuilder line = new StringBuilder(any(WORDS));
        for (int i = random.nextInt(4); i > 0; i--) {
            line.append(' ').append(any(WORDS));
        }
        return line + (globs && random.nextBoolean() ? " *" : "");
    }

    private String rule() {
        String verdict = any("allow", "ask", "deny");
        String target = switch (random.nextInt(4)) {
            case 0, 1 -> any("fs.read", "fs.*", "fs.read,fs.list") + " \"" + path(true) + "\"";
            case 2 -> "proc.exec " + (random.nextInt(8) == 0 ? "*" : quoted(words(true)));
            default -> "model.ask \"" + any(TEXTS) + any("", "*") + "\"";
        };
        String except = target.startsWith("fs.") && random.nextInt(5) == 0 ? " except \"" + path(true) + "\"" : "";
        return verdict + " " + target + except
                + any("", "", " by goal", " by node or goal:3.41", " tainted", " by goal in /work/**")
                + any("", "", " at 06:00-12:00", " at 20:00-09:00", " on fri-mon", " until 2027-01-15");
    }

    private static String quoted(String words) {
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ")) {
            line.append(word.equals("*") ? word : '"' + word + '"').append(' ');
        }
        return line.toString();
    }

    private Act act() {
        String actor = any("goal:3.41", "goal:3.42", "node:n", "operator:cli");
        Trust trust = TRUSTS.get(random.nextInt(TRUSTS.size()));
        return switch (random.nextInt(4)) {
            case 0, 1 -> Home.act(any("fs.read", "fs.list", "fs.write"), path(false), actor, trust);
            case 2 -> Home.act("proc.exec", words(false) + any("", "; " + words(false)), actor, trust);
            default -> Home.act("model.ask", any(TEXTS), actor, trust);
        };
    }

    @Test
    void findsWhatALinearScanFinds(TestReporter reporter) {
        Set<String> seen = new HashSet<>();
        int cases = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 1 + random.nextInt(25); i > 0; i--) {
                text.append(rule()).append('\n');
            }
            StringBuilder above = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                above.append(rule()).append('\n');
            }
            RulePolicy policy = Home.rules(above.toString(), text.toString(), clock);
            List<List<Rule>> layers = List.of(
                    new Floor(Home.PLACES).rules(),
                    RuleParser.managed(Home.OPS, Home.PLACES, false)
                            .parse(bytes(above))
                            .rules(),
                    RuleParser.written("policy.rules", Home.OPS, Home.PLACES)
                            .parse(bytes(text))
                            .rules());
            clock.forward(random.nextInt(3_600_000));
            Map<String, List<Rule>> byOp = new HashMap<>();
            Map<String, RuleIndex> indexes = new HashMap<>();
            for (int i = 0; i < ACTS; i++) {
                Act act = act();
                List<Rule> ranked = byOp.computeIfAbsent(
                        act.op(),
                        op -> policy.rules().stream()
                                .filter(rule -> rule.covers(op))
                                .sorted(Comparator.comparing(Rule::decision))
                                .toList());
                RuleIndex index = indexes.computeIfAbsent(
                        act.op(), op -> new RuleIndex(ranked, rule -> new Verdict.Allow(rule.label())));
                cases++;
                for (Subject subject : policy.subjects(act)) {
                    Optional<Rule> expected = scan(layers, act.op(), subject);
                    int found = index.find(subject);
                    assertThat(
                                    found == RuleIndex.NO_RULE
                                            ? "none"
                                            : ranked.get(found).label())
                            .as("%s of %s under%n%s%nbelow%n%s", subject.part(), act, text, above)
                            .isEqualTo(expected.map(Rule::label).orElse("none"));
                    seen.add(expected.map(rule -> rule.layer() == Layer.FLOOR
                                    ? "floor"
                                    : rule.layer() + " " + rule.decision()
                                            + act.op().substring(0, 2))
                            .orElse("none"));
                }
            }
        }
        assertThat(seen).hasSize(20);
        assertThat(cases).isGreaterThanOrEqualTo(CASES_MIN);
        Published.figure(reporter, "verdicts-as-scanned", cases, cases, "generated acts");
    }

    /** As the page on rules says it: deny, ask, allow; within each the floor, the managed rules, the home's. */
    private static Optional<Rule> scan(List<List<Rule>> layers, String op, Subject subject) {
        for (Decision decision : Decision.values()) {
            for (List<Rule> layer : layers) {
                for (Rule rule : layer) {
                    boolean speaks =
                            decision != Decision.ALLOW || !subject.part().hint();
                    boolean asked = rule.decision() == decision && rule.covers(op);
                    if (asked && speaks && rule.hits(subject, decision.reach())) {
                        return Optional.of(rule);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
