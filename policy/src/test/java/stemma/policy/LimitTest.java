package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Ending;
import stemma.core.Gate;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.core.Result;
import stemma.core.Trust;
import stemma.core.Verdict;

/** How often what the rules let happen may happen. */
class LimitTest {
    private final HandClock clock = new HandClock();

    private RulesInForce rules(String text) {
        return new RulesInForce(Home.rules(text, clock));
    }

    private static Act exec(String command) {
        return Home.act("proc.exec", command, "goal:3.41", Trust.WORKSPACE);
    }

    private static Act read(String target) {
        return Home.act("fs.read", target, "operator:cli", Trust.OPERATOR);
    }

    private static Decision admit(RulesInForce rules, Act act) {
        return Home.decision(rules.admit(act));
    }

    @Test
    void atTheLimitItPassesAndOnePastItItIsDeniedUntilTheOldestIsAPeriodOld() {
        RulesInForce rules = rules("allow proc.exec *\nlimit proc.exec make * by goal to 3 a minute  # builds\n");
        for (int i = 0; i < 3; i++) {
            assertThat(admit(rules, exec("make"))).isEqualTo(Decision.ALLOW);
            clock.forward(10_000);
        }
        assertThat(rules.admit(exec("make check")))
                .isEqualTo(new Verdict.Deny(
                        "policy.rules:2 limit proc.exec make * by goal to 3 a minute",
                        "builds; 3 a minute are reached; come again in 30 s"));
        assertThat(admit(rules, exec("ls"))).as("another command").isEqualTo(Decision.ALLOW);
        clock.forward(29_999);
        assertThat(admit(rules, exec("make"))).isEqualTo(Decision.DENY);
        clock.forward(1);
        assertThat(admit(rules, exec("make"))).isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, exec("make"))).isEqualTo(Decision.DENY);
    }

    @Test
    void whoeverActsCountsTogetherAndOthersDoNot() {
        RulesInForce rules = rules("allow fs.* *\nlimit fs.read /srv/** by goal or run to 2 an hour\n");
        assertThat(admit(rules, Home.act("fs.read", "/srv/x", "goal:1.1", Trust.WORKSPACE)))
                .isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, Home.act("fs.read", "/srv/y", "goal:1.2", Trust.WORKSPACE)))
                .isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, Home.act("fs.read", "/srv/y", "goal:1.3", Trust.WORKSPACE)))
                .as("a new name escapes nothing")
                .isEqualTo(Decision.DENY);
        assertThat(admit(rules, Home.act("fs.list", "/srv/y", "goal:1.3", Trust.WORKSPACE)))
                .isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, Home.act("fs.read", "/etc/x", "goal:1.3", Trust.WORKSPACE)))
                .isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, read("/srv/x"))).isEqualTo(Decision.ALLOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "git push *     | sh -c 'cd x && git push origin'",
                "git push *     | GIT PUSH origin",
                "git push *     | env A=b timeout 5 git -C x push",
                "sudo *         | sudo ls",
                "*              | true"
            })
    void aLimitSeesThroughWhatARestrictingRuleSeesThrough(String target, String command) {
        RulesInForce rules = rules("allow proc.exec *\nlimit proc.exec " + target + " to 1 a day\n");
        assertThat(admit(rules, exec(command))).isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, exec(command))).isEqualTo(Decision.DENY);
    }

    @Test
    void lookingCountsNothingAndWhatIsDeniedDoesNotEither() {
        RulesInForce rules = rules("allow fs.read *\ndeny fs.read /srv/**\nlimit fs.read * to 1 a minute\n");
        for (int i = 0; i < 5; i++) {
            assertThat(Home.decision(rules.judge(read("/x")))).isEqualTo(Decision.ALLOW);
            assertThat(admit(rules, read("/srv/x"))).isEqualTo(Decision.DENY);
        }
        assertThat(admit(rules, read("/x"))).isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, read("/x"))).isEqualTo(Decision.DENY);
        assertThat(Home.decision(rules.judge(read("/x"))))
                .as("judged without limits")
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void anActThatOneLimitRefusesCountsWithNone() {
        RulesInForce rules = rules("allow fs.read *\nlimit fs.read * to 2 a minute\nlimit fs.read /a to 1 a minute\n");
        assertThat(admit(rules, read("/a"))).isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, read("/a"))).isEqualTo(Decision.DENY);
        assertThat(admit(rules, read("/b"))).isEqualTo(Decision.ALLOW);
        assertThat(rules.admit(read("/b")).rule()).startsWith("policy.rules:2 ");
    }

    @Test
    void aLimitThatStandsTwiceCountsOnce() {
        String limit = "limit fs.read * to 2 a minute\n";
        RulesInForce rules = rules("allow fs.read *\n" + limit + limit);
        assertThat(List.of(admit(rules, read("/a")), admit(rules, read("/a")), admit(rules, read("/a"))))
                .containsExactly(Decision.ALLOW, Decision.ALLOW, Decision.DENY);
    }

    @Test
    void anOperatorCanAlwaysChangeTheRules() {
        RulesInForce rules = rules("limit * * to 1 a day\n");
        Act adopt = Home.act("policy.adopt", "policy.rules", "operator:cli", Trust.OPERATOR);
        assertThat(List.of(admit(rules, adopt), admit(rules, adopt))).containsOnly(Decision.ALLOW);
    }

    @Test
    void managedLimitsBindBesideTheHomes() {
        RulesInForce rules = new RulesInForce(Home.rules(
                "limit fs.read * to 1 a minute\n", "allow fs.read *\nlimit fs.read * to 9 a minute\n", clock));
        assertThat(admit(rules, read("/a"))).isEqualTo(Decision.ALLOW);
        assertThat(rules.admit(read("/a")).rule()).startsWith("managed.rules:1 limit");
    }

    @Test
    void aLimitKeepsItsCountWhenOtherRulesTakeOver() {
        RulesInForce rules = rules("allow fs.read *\nlimit fs.read * to 1 a day\n");
        assertThat(admit(rules, read("/a"))).isEqualTo(Decision.ALLOW);
        rules.swap(Home.rules("# more\nallow fs.read *\nallow fs.list *\nlimit fs.read * to 1 a day # kept\n", clock));
        assertThat(admit(rules, read("/a"))).isEqualTo(Decision.DENY);
        rules.swap(Home.rules("allow fs.read *\n", clock));
        assertThat(admit(rules, read("/a"))).isEqualTo(Decision.ALLOW);
    }

    @Test
    void theLedgerTellsAFreshLimitWhatHappened() {
        long now = clock.millis();
        List<PastActs.Past> past = List.of(
                new PastActs.Past(read("/old"), now - 60_000),
                new PastActs.Past(read("/a"), now - 59_999),
                new PastActs.Past(exec("make"), now - 10),
                new PastActs.Past(read("/b"), now - 1_000));
        List<Long> asked = new ArrayList<>();
        RulesInForce rules = rules("allow fs.read *\nlimit fs.read * to 3 a minute\n");
        rules.remember(since -> {
            asked.add(since);
            return past;
        });
        assertThat(asked).containsExactly(now - 60_000);
        assertThat(admit(rules, read("/c"))).as("two of three are used").isEqualTo(Decision.ALLOW);
        assertThat(admit(rules, read("/c"))).isEqualTo(Decision.DENY);
        clock.forward(1);
        assertThat(admit(rules, read("/c"))).as("the oldest is a minute old").isEqualTo(Decision.ALLOW);
        rules.swap(Home.rules("allow fs.read *\nlimit fs.read * to 1 a minute\n", clock));
        assertThat(admit(rules, read("/c"))).as("another limit counts them too").isEqualTo(Decision.DENY);
    }

    @Test
    void aQuestionThatWaitsDoesNotCountAndTheApprovedActDoes() {
        Op<byte[], Integer> write = Op.effect("fs.write");
        RulesInForce rules = rules("ask fs.write *\nlimit fs.write * to 1 a minute\n");
        MemoryLog log = new MemoryLog();
        Performers performers = Performers.builder()
                .add(write, (input, permit) -> {
                    permit.spend(new Effect(
                            "fs.write", permit.act().target(), permit.act().inputDigest()));
                    return Done.of(1);
                })
                .build();
        Gate.Ports ports = new Gate.Ports(rules, new PurseBook(Map.of(), clock), log, clock);
        try (Gate gate = Gate.open(ports, performers, Recovered.NOTHING, "test")) {
            Act one = Home.act("fs.write", "/a", "goal:3.41", Trust.WORKSPACE);
            Act two = Home.act("fs.write", "/b", "goal:3.41", Trust.WORKSPACE);
            for (Act act : List.of(one, two, one, two)) {
                assertThat(gate.perform(write, act, new byte[0])).isInstanceOf(Result.Waiting.class);
            }
            gate.approvals().forEach(open -> gate.answer(open.id(), true, Actor.operator("cli")));
            assertThat(gate.perform(write, one, new byte[0]).orThrow()).isEqualTo(1);
            assertThat(gate.perform(write, two, new byte[0])).isInstanceOf(Result.Ended.class);
            Receipt denied = (Receipt) log.entries().getLast();
            assertThat(denied.ending()).isEqualTo(Ending.DENIED);
            assertThat(denied.rule()).contains("limit fs.write");
            assertThat(denied.note()).contains("come again in 60 s");
            clock.forward(60_000);
            assertThat(gate.perform(write, two, new byte[0]).orThrow())
                    .as("the yes was not used up")
                    .isEqualTo(1);
        }
    }

    @Test
    void manyCallersNeverGetOneMoreThanTheLimit() throws Exception {
        RulesInForce rules = rules("allow fs.read *\nlimit fs.read * to 500 a day\n");
        Callable<Integer> caller = () -> {
            int passed = 0;
            for (int i = 0; i < 40; i++) {
                passed += admit(rules, read("/a")) == Decision.ALLOW ? 1 : 0;
            }
            return passed;
        };
        int passed = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> all = Collections.nCopies(64, caller);
            for (Future<Integer> each : callers.invokeAll(all)) {
                passed += each.get();
            }
        }
        assertThat(passed).isEqualTo(500);
    }

    @Test
    void noSpanOfAPeriodEverHoldsMore() {
        // beside a list of every moment, which is slow and plainly right
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 200; round++) {
            int count = 1 + random.nextInt(40);
            RulesInForce rules = rules("allow fs.read *\nlimit fs.read * to " + count + " a second\n");
            Deque<Long> passed = new ArrayDeque<>();
            for (int i = 0; i < 200; i++) {
                clock.forward(random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(20));
                long now = clock.millis();
                passed.removeIf(moment -> now - moment >= 1_000);
                boolean room = passed.size() < count;
                assertThat(admit(rules, read("/a"))).isEqualTo(room ? Decision.ALLOW : Decision.DENY);
                if (room) {
                    passed.add(now);
                } else {
                    refused++;
                }
            }
        }
        assertThat(refused).as("acts too many").isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit fs.read * | 1:16: a limit ends with how often",
                "limit fs.read * to 0 a day | 1:20: how often is a number from 1 to 10000",
                "limit fs.read * to 10001 a day | 1:20: how often is a number",
                "limit fs.read * to many a day | 1:20: how often is a number",
                "limit fs.read * to 5 per day | 1:22: after the number comes a second",
                "limit fs.read * to 5 a week | 1:24: 'week' is no span",
                "limit fs.read * to 5 a | 1:23: after 'a' comes second",
                "limit fs.read * to 5 a day to 6 a day | 1:28: 'to' stands once",
                "limit fs.read to 5 a day | 1:15: say what fs.read acts on",
                "allow fs.read * by goal to 5 a day | 1:25: 'to' says how often, in a line that begins with limit",
                "limit fs.reed * to 5 a day | 1:7: no op is named"
            })
    void aMistakeHasItsPlace(String line, String message) {
        assertThatThrownBy(() -> Home.rules(line)).hasMessageContaining("policy.rules:" + message);
    }

    @Test
    void aLimitIsReadAsItIsWritten() {
        List<LimitRule> limits = Home.rules("""
                limit proc.exec git push * by goal at 09:00-18:00 to 10000 an hour # why
                limit Bash(npm:*) to 1 a second
                allow proc.exec goto to x
                """).limits();
        assertThat(limits).extracting(LimitRule::rate).containsExactly("10000 an hour", "1 a second");
        assertThat(limits.getFirst().label())
                .isEqualTo("policy.rules:1 limit proc.exec git push * by goal at 09:00-18:00 to 10000 an hour");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < RuleParser.LIMITS_MAX; i++) {
            many.append("limit fs.read /").append(i).append(" to 1 a day\n");
        }
        assertThat(Home.rules(many.toString()).limits()).hasSize(RuleParser.LIMITS_MAX);
        assertThatThrownBy(() -> Home.rules(many + "limit fs.read /x to 1 a day\n"))
                .hasMessageContaining("at most 2000 rules and 100 limits");
    }
}
