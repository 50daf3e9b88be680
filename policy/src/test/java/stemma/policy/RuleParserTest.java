package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.Trust;
import stemma.core.Verdict;

class RuleParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permit fs.read /x | 1 | no verdict",
                "allow | 6 | name an op",
                "allow fs.raed /x | 7 | did you mean fs.read?",
                "allow zebra.run * | 7 | the ops are",
                "ask net.* {granted} | 5 | no op is named 'net.*'",
                "allow fs.read,fs.wirte /x | 15 | did you mean fs.write?",
                "allow FS.read /x | 7 | no op",
                "allow fs.read | 14 | say what fs.read acts on",
                "allow fs.read by goal | 15 | say what fs.read acts on",
                "allow fs.read x/y | 15 | begin with /",
                "allow fs.read /x/../y | 15 | no '.', '..'",
                "allow fs.read /x//y | 15 | no '.', '..'",
                "allow fs.read /x/ | 15 | end a folder with /**",
                "allow fs.read /x/a**b | 15 | stands alone",
                "allow fs.read /x/{nope}/y | 18 | alternatives such as",
                "allow fs.read {workspace}x | 15 | after the name in braces",
                "allow fs.read /{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b} | 15 | more than 64",
                "allow fs.read /x by pope | 21 | no actor",
                "allow fs.read /x by goal:a/b | 26 | an actor's name",
                "allow fs.read /x by goal by node | 26 | once",
                "allow fs.read /x by | 20 | followed by",
                "allow fs.read /x trusted | 25 | followed by a level",
                "allow fs.read /x trusted saint or more | 26 | no level of trust",
                "allow fs.read /x trusted node | 30 | say 'trusted node or more'",
                "allow fs.read /x tainted tainted | 26 | one range of trust",
                "allow fs.read /x except | 18 | what the rule leaves out",
                "allow fs.read /x tainted goal | 26 | cannot stand here",
                "allow fs.read \"/x | 15 | not closed",
                "allow fs.read \"/x y\"/** | 21 | a blank comes after a closing quote",
                "allow fs.read /x\"y\" | 17 | a quote begins inside a word",
                "allow * /x | 9 | the target is *",
                "allow fs.read,goal.start /x | 26 | the target is *",
                "allow Launch(x) | 7 | no tool known here",
                "allow Bash() | 7 | empty",
                "allow proc.exec {git,hg} push | 17 | no {a,b}",
                "ask proc.exec * except or ls * | 24 | stands between two commands",
                "ask proc.exec * except ls * or * | 32 | is every command",
                "ask fs.reed ünï | 5 | did you mean fs.read?",
            })
    void eachFaultHasItsPositionAndAWayOut(String line, int column, String message) {
        assertThatThrownBy(() -> Home.rules("# first\n" + line.stripTrailing() + "\n"))
                .isInstanceOf(RulesBroken.class)
                .hasMessageContaining("policy.rules:2:" + column + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void leadingBlanksCountAndAllFaultsAreFoundAtOnce() {
        assertThatThrownBy(() -> Home.rules("  nope\nallow fs.read /ok\n\tnope"))
                .isInstanceOfSatisfying(RulesBroken.class, e -> {
                    assertThat(e.faults()).hasSize(2);
                    assertThat(e.faults().get(0).column()).isEqualTo(3);
                    assertThat(e.faults().get(1).line()).isEqualTo(3);
                });
    }

    @Test
    void boundsHoldAtTheLimitAndOnePast() {
        String rule = "allow fs.read /x\n";
        assertThat(Home.rules(rule.repeat(RuleParser.RULES_MAX)).rules().size()).isGreaterThan(RuleParser.RULES_MAX);
        assertThatThrownBy(() -> Home.rules(rule.repeat(RuleParser.RULES_MAX + 1)))
                .hasMessageContaining("at most 2000");
        String longest = "#" + "x".repeat(RuleParser.LINE_CHARS_MAX - 1);
        assertThat(Home.rules(longest).rules()).isNotEmpty();
        assertThatThrownBy(() -> Home.rules(longest + "x")).hasMessageContaining("policy.rules:1:1001");
        String comments = "#\n".repeat(RuleParser.FILE_BYTES_MAX / 2);
        assertThat(Home.rules(comments).rules()).isNotEmpty();
        assertThatThrownBy(() -> Home.rules(comments + "#")).hasMessageContaining("bytes");
    }

    @Test
    void whatIsNotUtf8IsNoRulesFile() {
        byte[] bytes = "allow fs.read /é".getBytes(StandardCharsets.ISO_8859_1);
        Grants none = actor -> Optional.empty();
        assertThatThrownBy(() -> RulePolicy.compile(bytes, "policy.rules", Home.OPS, Home.PLACES, none))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void wildcardsOfOtherAgentsAreAcceptedAsWritten() {
        String rules =
                "allow Bash(git:*)\ndeny Bash(git push:*)\nallow FileEdit(*.md)\nallow FileRead(src/**)\nask Bash(rm -rf *)";
        assertThat(Home.exec(rules, "git status -s")).isEqualTo(Decision.ALLOW);
        assertThat(Home.exec(rules, "gitk")).isEqualTo(Decision.DENY);
        assertThat(Home.exec(rules, "git push origin")).isEqualTo(Decision.DENY);
        assertThat(Home.exec(rules, "rm -r -f x")).isEqualTo(Decision.DENY);
        assertThat(Home.exec(rules + "\nallow Bash", "rm -r -f x")).isEqualTo(Decision.ASK);
        assertThat(Home.of(Home.rules(rules), "fs.edit", "/work/app/docs/a.md")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(Home.rules(rules), "fs.write", "/work/app/a.md")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(Home.rules(rules), "fs.edit", "/etc/a.md")).isEqualTo(Decision.DENY);
        assertThat(Home.of(Home.rules(rules), "fs.read", "/work/app/src/a/b")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(Home.rules(rules), "fs.read", "/work/app/test/a")).isEqualTo(Decision.DENY);
    }

    @Test
    void aToolOfAnotherAgentNeedsAnOpHereAndAHost() {
        assertThatThrownBy(() -> Home.rules("allow WebFetch(domain:example.com)"))
                .hasMessageContaining("policy.rules:1:7: 'WebFetch(domain:example.com)' is net.call");
        Set<String> ops = Set.of("net.call");
        RulePolicy rules = RulePolicy.compile(
                "allow WebFetch(domain:example.com)\nallow WebFetch(domain:*.test.org)"
                        .getBytes(StandardCharsets.UTF_8),
                "policy.rules",
                ops,
                Home.PLACES,
                actor -> Optional.empty());
        assertThat(Home.of(rules, "net.call", "example.com:443")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(rules, "net.call", "a.test.org:80")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(rules, "net.call", "test.org:80")).isEqualTo(Decision.DENY);
        assertThat(Home.of(rules, "net.call", "example.com.evil.test:443")).isEqualTo(Decision.DENY);
        assertThat(Home.of(rules, "net.call", "evilexample.com:443")).isEqualTo(Decision.DENY);
        byte[] url = "allow WebFetch(https://example.com)".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RulePolicy.compile(url, "policy.rules", ops, Home.PLACES, actor -> Optional.empty()))
                .hasMessageContaining("policy.rules:1:16: ");
    }

    @Test
    void aRestrictionOfAnotherAgentTakesWhatItsUsersMean() {
        String rules = "deny Bash(npm run test:*)\nallow Bash(npm run:*)\nallow Grep(src/**)";
        assertThat(Home.exec(rules, "npm run test:unit")).isEqualTo(Decision.DENY);
        assertThat(Home.exec(rules, "npm run test -- x")).isEqualTo(Decision.DENY);
        assertThat(Home.exec(rules, "npm run lint")).isEqualTo(Decision.ALLOW);
        assertThat(Home.exec("allow Bash(npm run test:*)", "npm run test:unit")).isEqualTo(Decision.DENY);
        assertThat(Home.of(Home.rules(rules), "fs.search", "/work/app/src/a")).isEqualTo(Decision.ALLOW);
    }

    @Test
    void theStricterVerdictWinsWhateverTheOrder() {
        String[] lines = {"allow fs.read /a/**", "ask fs.read /a/b/**", "deny fs.read /a/b/c"};
        for (int turn = 0; turn < 3; turn++) {
            RulePolicy rules = Home.rules(lines[turn] + "\n" + lines[(turn + 1) % 3] + "\n" + lines[(turn + 2) % 3]);
            assertThat(Home.of(rules, "fs.read", "/a/x")).isEqualTo(Decision.ALLOW);
            assertThat(Home.of(rules, "fs.read", "/a/b")).isEqualTo(Decision.ASK);
            assertThat(Home.of(rules, "fs.read", "/a/b/c")).isEqualTo(Decision.DENY);
        }
    }

    @Test
    void theFirstMatchOfAVerdictNamesTheRuleAndItsCommentTheReason() {
        RulePolicy rules = Home.rules("ask fs.read /a/** # first\nask fs.read /a/b # second");
        Verdict verdict = rules.judge(Home.act("fs.read", "/a/b", "goal:3.41", Trust.NODE));
        assertThat(verdict).isEqualTo(new Verdict.Ask("policy.rules:1 ask fs.read /a/**", "first"));
        assertThat(rules.judge(Home.act("fs.read", "/b", "goal:3.41", Trust.NODE))
                        .rule())
                .isEqualTo("default deny");
    }

    @Test
    void actorsTrustAndExceptionsNarrowARule() {
        RulePolicy rules =
                Home.rules("allow fs.read /a/** except /a/secret/** by goal:3.41 or node trusted workspace or more");
        assertThat(Home.decision(rules.judge(Home.act("fs.read", "/a/x", "goal:3.41", Trust.WORKSPACE))))
                .isEqualTo(Decision.ALLOW);
        assertThat(Home.decision(rules.judge(Home.act("fs.read", "/a/x", "node:n", Trust.NODE))))
                .isEqualTo(Decision.ALLOW);
        assertThat(Home.decision(rules.judge(Home.act("fs.read", "/a/x", "goal:3.42", Trust.NODE))))
                .isEqualTo(Decision.DENY);
        assertThat(Home.decision(rules.judge(Home.act("fs.read", "/a/x", "goal:3.41", Trust.MODEL))))
                .isEqualTo(Decision.DENY);
        assertThat(Home.decision(rules.judge(Home.act("fs.read", "/a/secret/x", "node:n", Trust.NODE))))
                .isEqualTo(Decision.DENY);
        assertThat(Home.decision(rules.judge(Home.act("fs.read", "/a/SECRET/x", "node:n", Trust.NODE))))
                .isEqualTo(Decision.DENY);
    }

    @Test
    void quotedWordsAreNeverKeywords() {
        assertThat(Home.exec("allow proc.exec kill \"by\" *", "kill by name")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(Home.rules("allow fs.read \"/a b/# c\""), "fs.read", "/a b/# c"))
                .isEqualTo(Decision.ALLOW);
    }
}
