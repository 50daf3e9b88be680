package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Trust;

/** What tainted data may not reach by the rules of a new home, whatever ops are added; and what it still may. */
class TaintGuardTest {
    /** Ops of the guarded families; most of them nothing performs yet. */
    private static final List<String> GUARDED = List.of(
            "net.call",
            "net.listen",
            "pay.send",
            "pay.escrow",
            "artifact.adopt",
            "artifact.propose",
            "policy.adopt",
            "memory.write",
            "memory.forget",
            "label.endorse",
            "vault.put",
            "home.backup",
            "proc.connect");

    private static final RulePolicy RULES = rules();

    private static RulePolicy rules() {
        Set<String> ops = new TreeSet<>(Home.OPS);
        ops.addAll(GUARDED);
        return RulePolicy.compile(RulePolicy.template(), "policy.rules", ops, Home.PLACES, Home.grants());
    }

    private static Decision judged(String op, String target, String actor, Trust trust) {
        return Home.decision(RULES.judge(Home.act(op, target, actor, trust)));
    }

    @ParameterizedTest
    @EnumSource(names = {"WORKSPACE", "MODEL", "PEER", "OUTSIDE"})
    void noGuardedOpIsAllowedToTaintedData(Trust trust) {
        for (String op : GUARDED) {
            for (String actor : List.of("goal:3.41", "node:mind", "run:3.7")) {
                assertThat(judged(op, "anything", actor, trust))
                        .as(op + " by " + actor)
                        .isNotEqualTo(Decision.ALLOW);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh build.sh",
                "python3 -c 'print(1)'",
                "python3 script.py",
                "curl http://example.org",
                "rm -rf src",
                "env",
                "sh -c 'make && curl x'",
                "find . -exec rm {} ;",
                "sort -o x y",
                "make SHELL=x",
                "make -f other.mk",
                "git commit -m x",
                "npm install x",
                "mvn exec:exec -Dexec.executable=sh && ssh x",
                "cat x > /etc/passwd"
            })
    void aCommandThatWasThoughtUpAsks(String command) {
        assertThat(judged("proc.exec", command, "goal:3.41", Trust.MODEL)).isEqualTo(Decision.ASK);
        assertThat(judged("proc.exec", command, "goal:3.41", Trust.WORKSPACE)).isEqualTo(Decision.ASK);
        assertThat(judged("proc.exec", command, "goal:3.41", Trust.NODE)).isNotEqualTo(Decision.DENY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls -l",
                "make test",
                "python3 -m unittest discover",
                "grep -rn parse src",
                "go test ./...",
                "cat a b | wc -l"
            })
    void aCommandThatLooksBuildsOrTestsDoesNotAskUnlessStrangersWereHeard(String command) {
        assertThat(judged("proc.exec", command, "goal:3.41", Trust.MODEL)).isEqualTo(Decision.ALLOW);
        assertThat(judged("proc.exec", command, "goal:3.41", Trust.OUTSIDE)).isEqualTo(Decision.ASK);
    }

    @ParameterizedTest
    @CsvSource({"fs.write,/work/app/x,OUTSIDE,DENY", "fs.write,/work/app/x,MODEL,ASK", "goal.start,/work/app,MODEL,ASK"
    })
    void writesAndGoals(String op, String target, Trust trust, Decision decision) {
        String actor = op.equals("goal.start") ? "operator:cli" : "goal:3.41";
        assertThat(judged(op, target, actor, trust)).isEqualTo(decision);
    }

    @Test
    void onlyAnOperatorsOwnWordEndorses() {
        assertThat(judged("label.endorse", "00ff", "operator:cli", Trust.OPERATOR))
                .isEqualTo(Decision.ALLOW);
        assertThat(judged("label.endorse", "00ff", "operator:cli", Trust.MODEL)).isEqualTo(Decision.DENY);
        RulePolicy all = Home.rules("allow * *");
        assertThat(Home.decision(all.judge(Home.act("label.endorse", "00ff", "goal:3.41", Trust.OPERATOR))))
                .isEqualTo(Decision.DENY);
    }
}
