package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Trust;

/** What restricts is read widely: at the least it takes whatever its letters say. */
class ReachTest {
    @ParameterizedTest
    @ValueSource(strings = {"/x/\u2100", "/x/a", "/x/\u200b", "/x/\ufb01", "/x/c. "})
    void oneSegmentIsOneSegmentHoweverItFolds(String path) {
        RulePolicy rules = Home.rules("deny fs.read /x/*\nallow fs.read /x/**");
        assertThat(Home.of(rules, "fs.read", path)).isEqualTo(Decision.DENY);
        assertThat(Home.of(rules, "fs.read", "/x/y" + path)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void aCountOfCharactersHoldsBeforeFolding() {
        RulePolicy rules = Home.rules("deny fs.read /x/?\nallow fs.read /x/**\ndeny model.ask m?\nallow model.ask *");
        assertThat(Home.of(rules, "fs.read", "/x/\ufb01")).isEqualTo(Decision.DENY);
        assertThat(Home.of(rules, "fs.read", "/x/fi")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(rules, "model.ask", "m\ufb01")).isEqualTo(Decision.DENY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git push",
                "git -C /x push origin",
                "git -f push",
                "git --file push",
                "git $P",
                "git {push,origin}",
                "git pu[s]h",
                "git pus*",
                "gi[t] push",
                "/usr/bin/gi? push",
                "sh -c '{git,push,origin}'",
                "sh -c 'P=push; git $P origin'"
            })
    void aQuestionIsAskedWhateverTheShellMayMakeOfTheWords(String command) {
        assertThat(Home.exec("ask proc.exec git push *\nallow proc.exec *", command))
                .as(command)
                .isEqualTo(Decision.ASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git status",
                "git log $RANGE",
                "git -C /x log push",
                "git add *",
                "[ -f push ]",
                "sh -c '[[ -f x ]] && git status'",
                "find . -name push -exec cat {} ;",
                "npm run {a,b}"
            })
    void andNotOfWhatItCannotBe(String command) {
        assertThat(Home.exec("ask proc.exec git push *\nallow proc.exec *", command))
                .as(command)
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void aRuleTakesTheCommandThatIsSpelledLikeIt() {
        for (String command : new String[] {"make -f evil.mk", "cc -c x.c", "tool -x run", "tool --cwd /y -c run"}) {
            RulePolicy rules = Home.rules("deny proc.exec " + command + "\nallow proc.exec *");
            assertThat(Home.of(rules, "proc.exec", command)).as(command).isEqualTo(Decision.DENY);
        }
        assertThat(Home.exec("deny proc.exec make -f evil.mk *\nallow proc.exec *", "make -f evil.mk all"))
                .isEqualTo(Decision.DENY);
    }

    /** The time is bounded by words times words, not by the ways to read options. */
    @Test
    void manyOptionsThatMayTakeAWordDoNotBlowUp() {
        String rule = "deny proc.exec x" + " a".repeat(200) + " b *\nallow proc.exec *";
        String command = "x" + " -f a".repeat(800);
        assertThat(Home.decision(Home.rules(rule).judge(Home.act("proc.exec", command, "goal:3.41", Trust.NODE))))
                .isEqualTo(Decision.ALLOW);
    }
}
