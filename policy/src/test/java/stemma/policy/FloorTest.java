package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stemma.core.Trust;

class FloorTest {
    private static final String ALL = "allow * *\nallow fs.* *\nallow fs.write,fs.apply /**\nallow policy.adopt *";

    private static Decision judge(String op, String target, String actor) {
        RulePolicy rules = RulePolicy.compile(
                ALL.getBytes(StandardCharsets.UTF_8), "policy.rules", Set.of(), Home.PLACES, Home.grants());
        return Home.decision(rules.judge(Home.act(op, target, actor, Trust.OPERATOR)));
    }

    @Test
    void noFileOpensTheNodesHome() {
        for (String path :
                List.of("keys/genesis", "ledger/tile/0/000", "policy.rules", "node.toml", "state.db", "HALT")) {
            assertThat(judge("fs.write", "/home/ada/.stemma/" + path, "operator:cli"))
                    .as(path)
                    .isEqualTo(Decision.DENY);
            assertThat(judge("fs.apply", "/home/ada/.stemma/" + path, "operator:cli"))
                    .as(path)
                    .isEqualTo(Decision.DENY);
        }
        assertThat(judge("fs.write", "/home/ada/.stemma/workspace/x", "operator:cli"))
                .isEqualTo(Decision.ALLOW);
        assertThat(judge("fs.write", "/home/ada/.stemmata/x", "operator:cli")).isEqualTo(Decision.ALLOW);
    }

    @Test
    void noFileLetsAnyoneButAnOperatorJudge() {
        for (String actor : List.of("goal:3.41", "run:3.7", "node:boot")) {
            assertThat(judge("policy.adopt", "policy.rules", actor)).as(actor).isEqualTo(Decision.DENY);
        }
        assertThat(judge("policy.adopt", "policy.rules", "operator:cli")).isEqualTo(Decision.ALLOW);
    }

    @Test
    void whatRunsLaterAsksWhoeverWantsItAndWhateverTheFileSays() {
        for (String path : List.of(
                ".git/hooks/pre-commit",
                ".envrc",
                "pom.xml",
                ".github/workflows/x.yml",
                ".bashrc",
                ".vscode/tasks.json",
                "Dockerfile",
                "Makefile",
                "x/y/build.gradle",
                "eslint.config.js")) {
            assertThat(judge("fs.apply", "/work/app/" + path, "operator:cli"))
                    .as(path)
                    .isEqualTo(Decision.ASK);
            assertThat(judge("fs.write", "/work/app/" + path, "goal:3.41"))
                    .as(path)
                    .isEqualTo(Decision.ASK);
        }
        assertThat(judge("fs.apply", "/work/app/src/Dockerless.java", "operator:cli"))
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void theFloorNeverTurnsANoIntoAQuestion() {
        assertThat(Home.of(Home.rules(""), "fs.write", "/work/app/.envrc")).isEqualTo(Decision.DENY);
        assertThat(Home.of(Home.rules("ask fs.write /WORK/**\nallow fs.read /work/**"), "fs.write", "/work/app/x"))
                .isEqualTo(Decision.DENY);
    }

    @Test
    void aPersonIsNeverLockedOutOfTheRules() {
        assertThat(Home.decision(Home.rules("deny * *")
                        .judge(Home.act("policy.adopt", "policy.rules", "operator:cli", Trust.OPERATOR))))
                .isEqualTo(Decision.ALLOW);
        assertThat(Home.decision(Home.rules("deny * *")
                        .judge(Home.act("policy.adopt", "policy.rules", "operator:cli", Trust.MODEL))))
                .isEqualTo(Decision.DENY);
    }
}
