package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Act;
import stemma.core.Trust;
import stemma.core.Verdict;

/** What an administrator says binds a home; what the home says only narrows it. */
class ManagedRulesTest {
    private final HandClock clock = new HandClock();

    private Verdict judge(String managed, String home, String target) {
        Act act = Home.act("fs.read", target, "operator:cli", Trust.OPERATOR);
        return Home.rules(managed, home, clock).judge(act);
    }

    @ParameterizedTest
    @CsvSource({
        "deny fs.read /srv/x, allow fs.read *, DENY, managed.rules:1",
        "deny fs.read /srv/x, ask fs.read *, DENY, managed.rules:1",
        "deny fs.read /srv/x, deny fs.read *, DENY, managed.rules:1",
        "ask fs.read /srv/x, allow fs.read /srv/x, ASK, managed.rules:1",
        "ask fs.read /srv/x, ask fs.read *, ASK, managed.rules:1",
        "ask fs.read /srv/x, deny fs.read /srv/**, DENY, policy.rules:1",
        "allow fs.read /srv/x, deny fs.read /srv/**, DENY, policy.rules:1",
        "allow fs.read /srv/x, ask fs.read /srv/**, ASK, policy.rules:1",
        "allow fs.read /srv/x, allow fs.read /srv/**, ALLOW, managed.rules:1",
        "allow fs.read /srv/x, allow fs.list *, ALLOW, managed.rules:1",
        "deny fs.read /srv/y, allow fs.read *, ALLOW, policy.rules:1",
        "allow fs.read *, allow fs.list *, ALLOW, managed.rules:1"
    })
    void theHomeNarrowsAndNeverWidens(String managed, String home, Decision decision, String by) {
        Verdict verdict = judge(managed, home, "/srv/x");
        assertThat(Home.decision(verdict)).isEqualTo(decision);
        assertThat(verdict.rule()).startsWith(by + " ");
    }

    @Test
    void theFloorBindsTheAdministratorToo() {
        Verdict verdict = judge("allow fs.read *", "", "/home/ada/.stemma/keys/node.key");
        assertThat(verdict.rule()).startsWith("floor:");
    }

    @Test
    void aDenialSaysWhoseItIs() {
        Verdict verdict = judge("\n# ours\ndeny fs.read /srv/**  # customers", "allow fs.read *", "/srv/x");
        assertThat(verdict)
                .isEqualTo(new Verdict.Deny(
                        "managed.rules:3 deny fs.read /srv/**",
                        "customers; the administrator of this machine decides that"));
    }

    @Test
    void whateverItSaysAnOperatorCanStillChangeTheHomesRules() {
        Act adopt = Home.act("policy.adopt", "policy.rules", "operator:cli", Trust.OPERATOR);
        assertThat(Home.rules("deny * *", "", clock).judge(adopt)).isInstanceOf(Verdict.Allow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow model.ask {model}",
                "deny model.ask * except {model}",
                "deny fs.read ~/.ssh/**",
                "deny fs.read \"{home}/x\"",
                "deny Read(~/.ssh/**)"
            })
    void whatTheHomeSaysTheMeaningOfIsNoManagedWord(String rule) {
        assertThat(Home.rules(rule)).isNotNull();
        assertThatThrownBy(() -> Home.rules(rule, "", clock))
                .isInstanceOf(RulesBroken.class)
                .hasMessageContaining("managed.rules:1:")
                .hasMessageContaining("spells it out");
    }

    @Test
    void aHomesRuleThatAManagedOneTakesTheWorkOfIsReported() {
        RulePolicy rules = Home.rules(
                "deny fs.read /srv/**\nask fs.write *\nask fs.write /a\n",
                "allow fs.read /srv/x\nallow fs.write /y by goal\ndeny fs.write *\n",
                clock);
        assertThat(RuleLint.of(rules).stream().map(RuleLint.Finding::toString))
                .satisfiesExactly(
                        own -> assertThat(own)
                                .startsWith("managed.rules:3: never decides, because managed.rules:2 ask fs.write *"),
                        read -> assertThat(read)
                                .startsWith("policy.rules:1: never decides, because managed.rules:1 deny fs.read"),
                        write -> assertThat(write).startsWith("policy.rules:2: never decides"));
    }

    @Test
    void alwaysOffersNothingAgainstAManagedQuestion() {
        String home = "ask proc.exec make *\nallow proc.exec *\n";
        Act act = Home.act("proc.exec", "make check", "goal:3.41", Trust.WORKSPACE);
        assertThat(offer("", home, act)).isPresent();
        assertThat(offer("ask proc.exec make *", home, act)).isEmpty();
        assertThat(offer("ask proc.exec *", "allow proc.exec *\n", act)).isEmpty();
        assertThat(offer("deny proc.exec npm *", home, act)).isPresent();
    }

    private Optional<AlwaysRule> offer(String managed, String home, Act act) {
        return AlwaysRule.propose(
                Home.rules(managed, home, clock),
                home,
                act,
                bytes -> Home.rules(managed, new String(bytes, StandardCharsets.UTF_8), clock));
    }

    @Test
    void explainingNamesTheLayerThatDecides() {
        RulePolicy rules = Home.rules("ask fs.read /srv/**  # customers", "allow fs.read *", clock);
        PolicyExplainer.Trail trail =
                new PolicyExplainer(rules).explain(Home.act("fs.read", "/srv/x", "operator:cli", Trust.OPERATOR));
        assertThat(trail.considered())
                .filteredOn(PolicyExplainer.Considered::matched)
                .extracting(PolicyExplainer.Considered::rule, PolicyExplainer.Considered::why)
                .containsExactly(
                        tuple("managed.rules:1 ask fs.read /srv/**", "matches and decides"),
                        tuple("policy.rules:1 allow fs.read *", "matches, but does not decide"));
    }
}
