package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Operation;
import stemma.core.Refusal;
import stemma.core.Trust;
import stemma.core.Verdict;
import stemma.store.FaultyDisk;
import stemma.store.Objects;

class PolicyChecksTest {
    private static final Path NODE = Path.of("/home/ada/.stemma");
    private static final Call OPERATOR = new Call(Actor.operator("cli"), line -> {});
    private static final String FILE = "/home/ada/.stemma/other";

    private final FaultyDisk disk = new FaultyDisk();
    private final List<Act> recorded = List.of(Home.act("fs.read", "/srv/x", "operator:cli", Trust.OPERATOR));
    private PolicyChecks checks;

    @BeforeEach
    void open() {
        Objects objects = new Objects(disk, NODE.resolve("objects"));
        RuleBook book = new RuleBook(
                disk, NODE, objects, Home.OPS, Home.PLACES, Home.grants(), new HandClock(), Home.managed(disk));
        RulesInForce rules = book.open(AdoptionProjection.Last.NOTHING).rules();
        checks = new PolicyChecks(book, rules, disk, List::of, () -> recorded);
    }

    @SuppressWarnings("unchecked")
    private <I extends Record, O extends Record> O call(Class<O> type, String name, I input) {
        Operation<I, O> operation = (Operation<I, O>) PolicyChecks.all(() -> checks).stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
        try {
            O output = operation.handler().handle(input, OPERATOR);
            assertThat(operation.text().apply(output)).isNotBlank();
            return type.cast(output);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void file(String text) {
        disk.replace(Path.of(FILE), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void casesHoldOrAreNamedWithTheirLine() {
        file("""
                # what a goal may do
                proc.exec git status by goal => allow
                proc.exec "make && git push" by goal => ask

                fs.read README.md => deny
                fs.read /work/x/README.md by goal:3.7 trusted workspace in /work/x => allow
                fs.read /etc/passwd by goal in /work/x => allow  # wrong
                """);
        PolicyChecks.Tested tested = call(PolicyChecks.Tested.class, "policy.test", new PolicyChecks.Given(FILE));
        assertThat(tested.cases()).isEqualTo(5);
        assertThat(tested.failures()).singleElement().asString().startsWith(FILE + ":7: fs.read /etc/passwd: expected");
        assertThat(tested.sound()).isFalse();
        file("fs.read /etc/passwd by goal in /work/x => deny");
        PolicyChecks.Tested right = call(PolicyChecks.Tested.class, "policy.test", new PolicyChecks.Given(FILE));
        assertThat(right.sound()).isTrue();
    }

    @Test
    void aCaseCanSayWhen() {
        RulePolicy rules = Home.rules("allow fs.read /x at 09:00-18:00 on mon-fri until 2026-12-31\n");
        String cases = """
                fs.read /x by goal at 2026-12-01T10:00Z => allow
                fs.read /x at 2026-12-01T18:00Z by goal => deny
                fs.read /x by goal at 2026-12-01T18:30+01:00 => allow
                fs.read /x by goal at 2026-12-05T10:00:00Z => deny
                fs.read /x by goal at 2027-12-01T10:00Z => deny
                """;
        assertThat(RuleCases.read(cases.getBytes(StandardCharsets.UTF_8), FILE))
                .hasSize(5)
                .allSatisfy(each -> assertThat(Decision.of(each.judged(rules)))
                        .as("line %d", each.line())
                        .isEqualTo(each.expected()));
        file("fs.read /x at noon => deny\n");
        assertThatThrownBy(() -> call(PolicyChecks.Tested.class, "policy.test", new PolicyChecks.Given(FILE)))
                .hasMessageContaining(FILE + ":1:15: a moment looks like 2026-12-01T10:00Z");
    }

    @Test
    void whatNewHomesAllowAndAFileNeverMentionsIsListedAndSaidInTheDenial() {
        PolicyChecks.Linted whole = call(
                PolicyChecks.Linted.class,
                "policy.lint",
                new PolicyChecks.Rules("", new String(RulePolicy.template(), StandardCharsets.UTF_8)));
        assertThat(whole.missing()).isEmpty();
        String older = new String(RulePolicy.template(), StandardCharsets.UTF_8)
                .replace("allow vault.*,home.backup,label.endorse  *  by operator\n", "")
                .replace("allow ledger.export", "ask ledger.export");
        PolicyChecks.Linted linted = call(PolicyChecks.Linted.class, "policy.lint", new PolicyChecks.Rules("", older));
        assertThat(linted.sound()).as("no fault").isTrue();
        assertThat(linted.missing())
                .singleElement()
                .asString()
                .startsWith("home.backup, label.endorse, vault.list, ")
                .endsWith("a new home has\n    allow vault.*,home.backup,label.endorse * by operator");
        Act backup = Home.act("home.backup", "/x", "operator:cli", Trust.OPERATOR);
        assertThat(Home.rules(older).judge(backup))
                .isEqualTo(new Verdict.Deny(
                        "default deny",
                        "no rule allows home.backup here to operator:cli; policy.rules never mentions it, and a new"
                                + " home has: allow vault.*,home.backup,label.endorse * by operator"));
        assertThat(Home.rules(older + "allow home.backup /y\n").judge(backup))
                .isEqualTo(new Verdict.Deny(
                        "default deny", "no rule allows home.backup here to operator:cli; policy.rules can"));
    }

    @Test
    void aBrokenCaseHasLineAndColumn() {
        file("fs.read /x => allow\nfs.read /x => maybe\nfs.read => deny\n"
                + "fs.read /x by pope => deny\nfs.read /x in y => ask");
        assertThatThrownBy(() -> call(PolicyChecks.Tested.class, "policy.test", new PolicyChecks.Given(FILE)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(FILE + ":2:15: ")
                .hasMessageContaining(FILE + ":3:")
                .hasMessageContaining(FILE + ":4:15: ")
                .hasMessageContaining(FILE + ":5:15: ");
    }

    @Test
    void theShippedRulesHaveNoFindingAndDeadOnesAreReported() {
        PolicyChecks.Linted shipped = call(PolicyChecks.Linted.class, "policy.lint", new PolicyChecks.Rules("", ""));
        assertThat(shipped.findings()).isEmpty();
        file("""
                deny fs.read /a/**
                allow fs.read /a/b by goal
                allow fs.read /ab by goal
                ask proc.exec git *
                allow proc.exec git push * by goal
                allow proc.exec gitk *
                allow fs.list /c except /c
                allow proc.exec ls && rm *
                allow zebra.run *
                allow fs.write /proc/x
                allow model.ask m
                allow model.ask m by goal
                """);
        PolicyChecks.Linted linted = call(PolicyChecks.Linted.class, "policy.lint", new PolicyChecks.Rules(FILE, ""));
        int start = FILE.length() + 1;
        assertThat(linted.findings().stream().map(f -> f.substring(start, f.indexOf(':', start))))
                .containsExactlyInAnyOrder("2", "5", "7", "8", "9", "10", "12");
        assertThat(linted.findings())
                .anySatisfy(f -> assertThat(f)
                        .startsWith(
                                FILE + ":5: never decides, because " + FILE + ":4 ask proc.exec git * decides first"));
        assertThat(linted.sound()).isFalse();
    }

    @Test
    void aDifferenceIsCountedOverRecordedActsAndTheCorpus() {
        file(new String(RulePolicy.template(), StandardCharsets.UTF_8));
        PolicyChecks.Differs same = call(PolicyChecks.Differs.class, "policy.diff", new PolicyHistory.Next(FILE, ""));
        assertThat(same.acts()).isGreaterThan(500);
        assertThat(same.changed()).isZero();
        file(new String(RulePolicy.template(), StandardCharsets.UTF_8)
                + "deny fs.read /srv/x\nask proc.exec make * by goal\n");
        PolicyChecks.Differs differs =
                call(PolicyChecks.Differs.class, "policy.diff", new PolicyHistory.Next(FILE, ""));
        assertThat(differs.changes())
                .contains("allow -> deny  fs.read /srv/x  by operator:cli")
                .contains("allow -> ask  proc.exec make check  by goal:corpus");
        assertThat(differs.changed()).isEqualTo(differs.changes().size());
        file("nonsense");
        assertThatThrownBy(() -> call(PolicyChecks.Differs.class, "policy.diff", new PolicyHistory.Next(FILE, "")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(FILE + ":1:1: ");
    }

    @Test
    void aFileIsNamedByAnAbsolutePathAndIsThere() {
        assertThatThrownBy(() -> call(PolicyChecks.Tested.class, "policy.test", new PolicyChecks.Given("x")))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.BAD_INPUT));
        assertThatThrownBy(() -> call(PolicyChecks.Tested.class, "policy.test", new PolicyChecks.Given("/x\u0000y")))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.BAD_INPUT));
        assertThatThrownBy(() -> call(PolicyChecks.Tested.class, "policy.test", new PolicyChecks.Given("/nowhere")))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
    }

    @Test
    void rulesAreGivenAsAFileOrAsATextAndTheHomesFileIsTheNextByDefault() {
        PolicyChecks.Linted linted = call(
                PolicyChecks.Linted.class,
                "policy.lint",
                new PolicyChecks.Rules("", "deny fs.read *\nallow fs.read /a by goal\n"));
        assertThat(linted.findings()).singleElement().asString().startsWith("policy.rules:2: never decides");
        PolicyChecks.Differs differs = call(
                PolicyChecks.Differs.class,
                "policy.diff",
                new PolicyHistory.Next(
                        "", new String(RulePolicy.template(), StandardCharsets.UTF_8) + "deny fs.read /srv/x\n"));
        assertThat(differs.changes()).containsExactly("allow -> deny  fs.read /srv/x  by operator:cli");
        assertThat(call(PolicyChecks.Differs.class, "policy.diff", new PolicyHistory.Next("", ""))
                        .changed())
                .isZero();
        disk.replace(NODE.resolve("policy.rules"), "deny * *\n".getBytes(StandardCharsets.UTF_8));
        assertThat(call(PolicyChecks.Differs.class, "policy.diff", new PolicyHistory.Next("", ""))
                        .changed())
                .as("the file in the home was edited")
                .isPositive();
        assertThatThrownBy(
                        () -> call(PolicyChecks.Differs.class, "policy.diff", new PolicyHistory.Next(FILE, "deny * *")))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.BAD_INPUT));
        assertThatThrownBy(() ->
                        call(PolicyChecks.Differs.class, "policy.diff", new PolicyHistory.Next("", "deny * *\nno")))
                .hasMessageContaining("policy.rules:2:1: ");
    }
}
