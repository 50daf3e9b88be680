package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.Quorum;
import stemma.core.Trust;
import stemma.core.Verdict;

/** The clause that says who signs, and that no other rule weakens it. */
class QuorumRulesTest {
    private static final Quorum TWO = new Quorum(2, List.of("ada", "ben", "cleo"));

    private static Quorum wanted(String rules, String op, String target) {
        Verdict verdict = Home.rules(rules).judge(Home.act(op, target, "goal:3.41", Trust.WORKSPACE));
        assertThat(verdict).isInstanceOf(Verdict.Ask.class);
        return ((Verdict.Ask) verdict).quorum();
    }

    @Test
    void theClauseIsReadWhereverItStands() {
        for (String rule : List.of(
                "ask home.backup * quorum 2 of ada, ben, cleo",
                "ask home.backup * quorum 2 of ada,ben,cleo by goal # why",
                "ask home.backup * by goal quorum 2 of ada ben cleo",
                "ask home.backup * quorum 2 of ada , ben , cleo until 2999-01-01")) {
            Rule read = Home.rules(rule).rules().stream()
                    .filter(each -> each.source().equals("policy.rules"))
                    .findFirst()
                    .orElseThrow();
            assertThat(read.quorum()).as(rule).isEqualTo(TWO);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        allow fs.read * quorum 1 of ada            | 'quorum' says who answers, so the rule has to begin with ask
        ask fs.read * quorum                       | 'quorum' is followed by a number
        ask fs.read * quorum two of ada            | 'quorum' is followed by a number and 'of'
        ask fs.read * quorum 0 of ada              | 'quorum' is followed by a number and 'of'
        ask fs.read * quorum 1 ada                 | 'quorum' is followed by a number and 'of'
        ask fs.read * quorum 1 of                  | name the operators who may sign
        ask fs.read * quorum 2 of ada              | not 2 of 1
        ask fs.read * quorum 1 of Ada              | not 'Ada'
        ask fs.read * quorum 1 of ada, ada         | a quorum names an operator once
        ask fs.read * quorum 1 of ada quorum 1 of b | 'quorum' stands once
        """)
    void aMistakeInItIsSaid(String rule, String why) {
        assertThatThrownBy(() -> Home.rules(rule))
                .isInstanceOf(RulesBroken.class)
                .hasMessageContaining(why);
    }

    @Test
    void ofTwoQuestionsTheOneThatMorePeopleAnswerDecides() {
        String one = "ask fs.write /work/** # one\n";
        String two = "ask fs.write /work/app/** quorum 2 of ada, ben, cleo # two\n";
        String single = "ask fs.write /work/app/* quorum 1 of ada # a name\n";
        assertThat(wanted(one + single + two, "fs.write", "/work/app/x")).isEqualTo(TWO);
        assertThat(wanted(two + single + one, "fs.write", "/work/app/x")).isEqualTo(TWO);
        assertThat(wanted(two + one, "fs.write", "/work/other")).isEqualTo(Quorum.NONE);
    }

    /** What runs later asks anyway, by the floor; that question wants no signature, and takes none away. */
    @Test
    void theFloorsQuestionDoesNotReplaceAQuorum() {
        String two = "ask fs.write {workspace}/** quorum 2 of ada, ben, cleo\n";
        assertThat(wanted(two, "fs.write", "/work/app/Makefile")).isEqualTo(TWO);
        assertThat(wanted("allow fs.write {workspace}/**\n", "fs.write", "/work/app/Makefile"))
                .isEqualTo(Quorum.NONE);
    }

    @Test
    void aCommandThatHidesWhatItRunsWantsTheQuorumThatItMightNeed() {
        String rules = """
                ask proc.exec git push * quorum 2 of ada, ben, cleo
                allow proc.exec git status
                ask proc.exec make *
                allow proc.exec git log *
                """;
        assertThat(wanted(rules, "proc.exec", "git push origin")).isEqualTo(TWO);
        assertThat(wanted(rules, "proc.exec", "make && git push origin")).isEqualTo(TWO);
        assertThat(wanted(rules, "proc.exec", "git push origin; make")).isEqualTo(TWO);
        assertThat(wanted(rules, "proc.exec", "git $X")).isEqualTo(TWO);
    }

    @Test
    void aQuestionOfAQuorumIsNeverTurnedIntoAnAllowance() {
        String text = "ask fs.write {workspace}/** by goal quorum 1 of ada\n";
        assertThat(AlwaysRule.propose(
                        Home.rules(text),
                        text,
                        Home.act("fs.write", "/work/app/x", "goal:3.41", Trust.OPERATOR),
                        bytes -> Home.rules(new String(bytes, StandardCharsets.UTF_8))))
                .isEmpty();
    }
}
