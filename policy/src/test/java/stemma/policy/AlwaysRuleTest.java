package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stemma.core.Act;
import stemma.core.Trust;

class AlwaysRuleTest {
    private static Optional<AlwaysRule> offer(String rules, Act act) {
        return AlwaysRule.propose(
                Home.rules(rules), rules, act, bytes -> Home.rules(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static Act exec(String command) {
        return Home.act("proc.exec", command, "goal:3.41", Trust.WORKSPACE);
    }

    private static Act write(String path) {
        return Home.act("fs.write", path, "goal:3.41", Trust.WORKSPACE);
    }

    @Test
    void theOfferedRulesLetThisActThroughAndGoOnAskingForOthers() {
        String rules = "ask proc.exec git push *  by goal  # publishes\nallow proc.exec * by goal\n";
        AlwaysRule offer = offer(rules, exec("git push origin main")).orElseThrow();
        assertThat(offer.rule()).isEqualTo("allow proc.exec git push origin * by goal");
        assertThat(offer.line()).isEqualTo(1);
        assertThat(Home.exec(rules, "git push origin main")).isEqualTo(Decision.ASK);
        assertThat(Home.exec(offer.text(), "git push origin main")).isEqualTo(Decision.ALLOW);
        assertThat(Home.exec(offer.text(), "git push evil main")).isEqualTo(Decision.ASK);
    }

    @Test
    void aPathIsOfferedWithItsFolder() {
        String rules = "ask fs.write {workspace}/** by goal\n";
        AlwaysRule offer = offer(rules, write("/work/app/docs/a.md")).orElseThrow();
        assertThat(offer.rule()).isEqualTo("allow fs.write {workspace}/docs/** by goal");
        assertThat(Home.of(Home.rules(offer.text()), "fs.write", "/work/app/docs/b.md"))
                .isEqualTo(Decision.ALLOW);
        assertThat(Home.of(Home.rules(offer.text()), "fs.write", "/work/app/src/b.md"))
                .isEqualTo(Decision.ASK);
        assertThat(offer(rules, write("/work/app/a.md")).orElseThrow().rule())
                .isEqualTo("allow fs.write {workspace}/a.md by goal");
    }

    @Test
    void nothingIsOfferedWhereNoRuleCouldHelp() {
        String all = "allow fs.write * by goal\nallow proc.exec ls * by goal\n";
        assertThat(offer(all, write("/work/app/Makefile"))).as("the floor asks").isEmpty();
        assertThat(offer(all, exec("ls > out.txt"))).as("in doubt").isEmpty();
        assertThat(offer(all, exec("ls"))).as("allowed").isEmpty();
        assertThat(offer("", exec("ls"))).as("denied").isEmpty();
        String asks = "ask proc.exec git * by goal\nallow proc.exec * by goal\n";
        assertThat(offer(asks, exec("git status; git push")))
                .as("several commands")
                .isEmpty();
        assertThat(offer(asks, exec("git -c core.pager=x log")))
                .as("starts another program")
                .isEmpty();
        assertThat(offer("ask fs.write * by goal\n", write("/work/app/Makefile")))
                .as("the floor would ask then")
                .isEmpty();
        String deniedThen = "ask fs.write {workspace}/** by goal\nask fs.write /work/** by goal\n";
        assertThat(offer(deniedThen, write("/work/app/a/b")))
                .as("another rule would ask then")
                .isEmpty();
    }

    @Test
    void anExceptionIsAddedToThoseThatAreThere() {
        String rules =
                "ask proc.exec * except ls * or make *  by goal  tainted  # thought up\nallow proc.exec * by goal\n";
        AlwaysRule offer = offer(rules, exec("python3 tools/gen.py")).orElseThrow();
        assertThat(offer.change())
                .isEqualTo(
                        "ask proc.exec * except ls * or make * or python3 tools/gen.py *  by goal  tainted  # thought up");
        RulePolicy next = Home.rules(offer.text());
        assertThat(Home.of(next, "proc.exec", "python3 tools/gen.py")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(next, "proc.exec", "python3 other.py")).isEqualTo(Decision.ASK);
        assertThat(Home.of(next, "proc.exec", "make all")).isEqualTo(Decision.ALLOW);
    }
}
