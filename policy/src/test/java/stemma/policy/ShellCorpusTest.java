package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import stemma.core.Policy;
import stemma.core.Trust;

/** The command lines of the corpus, both ways: none of the hostile ones is allowed, most of the benign ones are. */
class ShellCorpusTest {
    private static final int HOSTILE_MIN = 300;
    private static final int BENIGN_MIN = 150;
    private static final double ALLOWED_SHARE_MIN = 0.95;

    /** Where the words are the value of a variable or go to a file, so that this line runs nothing of that name. */
    private static final Set<String> DATA = Set.of("> run.sh", "GIT_PAGER=", "PS4=", "PROMPT_COMMAND=", "alias ls=");

    private final Map<String, RulePolicy> compiled = new HashMap<>();

    private Decision judged(ShellCorpus.Case each) {
        Policy policy = compiled.computeIfAbsent(each.rules(), Home::rules);
        return Home.decision(policy.judge(Home.act("proc.exec", each.command(), "goal:3.41", Trust.WORKSPACE)));
    }

    private List<String> judgedAs(List<ShellCorpus.Case> cases, boolean allowed) {
        List<String> found = new ArrayList<>();
        for (ShellCorpus.Case each : cases) {
            if ((judged(each) == Decision.ALLOW) == allowed) {
                found.add(each.line() + ": " + Shown.plain(each.command()) + " [" + each.section() + "]");
            }
        }
        return found;
    }

    @Test
    void noHostileLineIsAllowed(TestReporter reporter) {
        List<ShellCorpus.Case> hostile = ShellCorpus.hostile();
        assertThat(hostile).hasSizeGreaterThanOrEqualTo(HOSTILE_MIN);
        assertThat(judgedAs(hostile, true)).isEmpty();
        Published.figure(reporter, "hostile-lines-held", hostile.size(), hostile.size(), "command lines");
    }

    @Test
    void benignLinesPassWithoutAQuestion(TestReporter reporter) {
        List<ShellCorpus.Case> benign = ShellCorpus.benign();
        assertThat(benign).hasSizeGreaterThanOrEqualTo(BENIGN_MIN);
        List<String> stopped = judgedAs(benign, false);
        assertThat((double) stopped.size() / benign.size())
                .as("stopped: %s", String.join("\n", stopped))
                .isLessThanOrEqualTo(1 - ALLOWED_SHARE_MIN);
        int allowed = benign.size() - stopped.size();
        Published.figure(reporter, "benign-lines-allowed", allowed, benign.size(), "command lines");
    }

    /** A line that is said twice would count twice. */
    @Test
    void everyLineIsSaidOnce() {
        Set<String> seen = new HashSet<>();
        List<ShellCorpus.Case> all = new ArrayList<>(ShellCorpus.hostile());
        all.addAll(ShellCorpus.benign());
        assertThat(all).allMatch(each -> seen.add(each.section() + "\n" + each.command()));
    }

    /** Where everything is allowed they pass: what holds them is the rules, and not a fault in them. */
    @Test
    void mostHostileLinesPassWhereEverythingIsAllowed() {
        Policy all = Home.rules("allow proc.exec *");
        assertThat(ShellCorpus.hostile().stream()
                        .filter(each -> each.command().indexOf('\0') < 0)
                        .map(each -> all.judge(Home.act("proc.exec", each.command(), "goal:3.41", Trust.WORKSPACE))))
                .allMatch(verdict -> Home.decision(verdict) == Decision.ALLOW);
    }

    /** A rule that restricts sees what the tricks hide: no spelling turns its question into a yes. */
    @Test
    void aQuestionAboutRmIsAskedHoweverItIsSpelled() {
        Policy asks = Home.rules("ask proc.exec rm *\nallow proc.exec *");
        List<String> passed = new ArrayList<>();
        for (ShellCorpus.Case each : ShellCorpus.hostile()) {
            boolean removes = each.section().startsWith("one command is allowed")
                    && each.command().contains("rm -rf src")
                    && DATA.stream().noneMatch(each.command()::contains);
            if (removes
                    && Home.decision(asks.judge(Home.act("proc.exec", each.command(), "goal:3.41", Trust.WORKSPACE)))
                            == Decision.ALLOW) {
                passed.add(each.line() + ": " + Shown.plain(each.command()));
            }
        }
        assertThat(passed).isEmpty();
    }
}
