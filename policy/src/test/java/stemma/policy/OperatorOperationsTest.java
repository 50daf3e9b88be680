package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Act;
import stemma.core.ActRefused;
import stemma.core.ActWaiting;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Artifact;
import stemma.core.Call;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Entry;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Op;
import stemma.core.Operation;
import stemma.core.Performers;
import stemma.core.Provenance;
import stemma.core.Recovered;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.core.Verdict;
import stemma.ledger.Projection;
import stemma.store.FaultyDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StateFile;

/** Named operators, what they sign, and that nobody who holds less than enough keys gets round them. */
class OperatorOperationsTest {
    private static final Path NODE = Path.of("/home/ada/.stemma");
    private static final Op<String, String> WRITE = Op.effect("fs.write");
    private static final Actor CLI = Actor.operator("cli");
    private static final Call OPERATOR = new Call(CLI, line -> {});
    private static final String REST = "allow purse.*,operator.* * by operator\n";
    private static final String TWO = "ask fs.write * quorum 2 of ada, ben, cleo # two of us\n" + REST;

    @TempDir
    private Path temp;

    private final HandClock clock = new HandClock();
    private final MemoryLog log = new MemoryLog();
    private final FaultyDisk disk = new FaultyDisk();
    private final Objects objects = new Objects(disk, NODE.resolve("objects"));
    private final OperatorBook operators = new OperatorBook("stemma.node/test+1+A");
    private final Map<String, SshPerson> people =
            Map.of("ada", new SshPerson(), "ben", new SshPerson(), "cleo", new SshPerson(), "eve", new SshPerson());
    private final RuleBook book =
            new RuleBook(disk, NODE, objects, Home.OPS, Home.PLACES, Home.grants(), clock, Home.managed(disk));
    private final RulesInForce rules =
            book.open(AdoptionProjection.Last.NOTHING).rules();
    private final GovernedPolicy policy = new GovernedPolicy(rules, operators);
    private final OperatorActs acts = new OperatorActs(operators, rules);
    private final List<Projection> tables = List.of(new ApprovalProjection(), new OperatorProjection());
    private Gate gate;
    private StateDb db;
    private int projected;
    private ApprovalOperations approvals;
    private OperatorOperations operations;

    @BeforeEach
    void open() {
        Performers.Builder performers = Performers.builder()
                .add(WRITE, (input, permit) -> {
                    permit.spend(new Effect(
                            "fs.write", permit.act().target(), permit.act().inputDigest()));
                    return Done.of(input);
                })
                .add(RuleBook.ADOPT, (bytes, permit) -> {
                    operators.requireNamed(book, bytes);
                    return book.adopt(rules, bytes, permit);
                });
        acts.register(performers);
        gate = Gate.open(
                new Gate.Ports(policy, new PurseBook(Map.of(), clock), log, clock, operators),
                performers.build(),
                Recovered.NOTHING,
                "test");
        db = StateFile.open(temp.resolve("state.db"), temp, List.of());
        db.write(sql -> {
            tables.forEach(table -> table.create(sql));
            return 0;
        });
        approvals = new ApprovalOperations(gate, db, new Events(), act -> "");
        operations = new OperatorOperations(gate, operators, acts, disk);
    }

    @AfterEach
    void close() {
        gate.close();
        db.close();
    }

    private void project() {
        List<Entry> entries = log.entries();
        db.write(sql -> {
            for (; projected < entries.size(); projected++) {
                for (Projection table : tables) {
                    table.apply(sql, projected, entries.get(projected));
                }
            }
            return 0;
        });
    }

    @SuppressWarnings("unchecked")
    private <I extends Record, O extends Record> O call(Class<O> type, String name, I input, Call call) {
        project();
        Operation<I, O> operation = (Operation<I, O>) ApprovalOperations.all(() -> approvals).stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
        try {
            O output = operation.handler().handle(input, call);
            assertThat(operation.text().apply(output)).isNotBlank().doesNotEndWith("\n");
            return type.cast(output);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private SshPerson person(String name) {
        return people.getOrDefault(name, new SshPerson());
    }

    private void name(String... names) {
        for (String name : names) {
            operations.add(new OperatorOperations.Newcomer(name, person(name).key()), OPERATOR);
        }
    }

    private Result<Artifact> adopt(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return gate.perform(RuleBook.ADOPT, RuleBook.adoption(bytes, CLI), bytes);
    }

    private Result<String> write() {
        Act act = Act.of(WRITE, "/work/app/x", Home.GOAL, Provenance.NODE).input(Digest.ofUtf8("x"));
        return gate.perform(WRITE, act, "x");
    }

    private static Approval asked(Result<?> result) {
        assertThat(result).isInstanceOf(Result.Waiting.class);
        return ((Result.Waiting<?>) result).approval();
    }

    private String statement(Approval asked, String answer) {
        ApprovalOperations.Wanted wanted =
                new ApprovalOperations.Wanted(asked.id().toString(), answer);
        return call(ApprovalOperations.Printed.class, "approval.statement", wanted, OPERATOR)
                .statement();
    }

    private ApprovalView answer(String verb, Approval asked, String signature) {
        ApprovalOperations.Reply reply = new ApprovalOperations.Reply(asked.id().toString(), signature);
        return call(ApprovalView.class, verb, reply, OPERATOR);
    }

    private ApprovalView signs(String who, Approval asked) {
        return answer("approve", asked, person(who).sign(statement(asked, "yes")));
    }

    @Test
    void twoOfThreeSignAndTheActRunsOnce() {
        name("ada", "ben", "cleo");
        adopt(TWO).orThrow();
        Approval asked = asked(write());
        assertThatThrownBy(() -> answer("approve", asked, ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("wants the signatures of 2 of ada, ben, cleo, and this yes is not signed");
        ApprovalView first = signs("ben", asked);
        assertThat(first.state()).isEqualTo("pending");
        assertThat(first.signed()).containsExactly("ben");
        assertThat(ApprovalText.answered(first)).endsWith("Nothing happens yet: 1 of ada, cleo must sign too.");
        assertThat(first.text())
                .contains("to be signed by  2 of ada, ben, cleo", "ssh-keygen -Y sign -n stemma-approval");
        assertThat(asked(write()).id()).isEqualTo(asked.id());
        assertThat(signs("ada", asked).state()).isEqualTo("approved");
        assertThat(write().orThrow()).isEqualTo("x");
        assertThatThrownBy(() -> answer("approve", asked, ""))
                .hasMessageContaining("was approved by ada, ben and used");
        ApprovalView past = call(
                ApprovalView.class,
                "approval.show",
                new ApprovalOperations.ById(asked.id().toString()),
                OPERATOR);
        assertThat(past.state()).isEqualTo("used");
        assertThat(past.signed()).containsExactly("ada", "ben");
    }

    @Test
    void whoSignsAgainAsAStrangerForAnotherThingOrTheOtherAnswerDoesNotCount() {
        name("ada", "ben", "cleo");
        adopt(TWO).orThrow();
        Approval asked = asked(write());
        String yes = statement(asked, "yes");
        signs("ada", asked);
        assertThatThrownBy(() -> signs("ada", asked)).hasMessage("ada has signed approval " + asked.id() + " already");
        assertThatThrownBy(() -> signs("eve", asked)).hasMessageContaining("which is no operator's here");
        assertThatThrownBy(() -> answer("approve", asked, person("ben").sign(statement(asked, "no"))))
                .hasMessageContaining("a signature of ben, but not of this answer to this question");
        assertThatThrownBy(() -> answer("approve", asked, person("ben").sign(yes, "file")))
                .hasMessageContaining("sign with ssh-keygen -Y sign -n stemma-approval");
        assertThatThrownBy(() -> answer("approve", asked, "hello"))
                .hasMessageStartingWith("a signature begins with -----BEGIN SSH SIGNATURE-----");
        assertThat(answer("deny", asked, person("ben").sign(statement(asked, "no")))
                        .state())
                .isEqualTo("denied");
        assertThatThrownBy(() -> signs("cleo", asked)).hasMessageContaining("was denied by operator:ben");
        Approval again = asked(write());
        assertThatThrownBy(() -> answer("approve", again, person("ada").sign(yes)))
                .hasMessageContaining("not of this answer to this question");
        assertThatThrownBy(() -> statement(again, "maybe")).hasMessage("an answer is yes or no, not 'maybe'");
    }

    @Test
    void neitherGoalsNorRunsNorStrangersWordsNameOperatorsOrAnswer() {
        for (String actor : List.of("goal:3.41", "run:1.1", "node:x")) {
            Call call = new Call(Actor.parse(actor), line -> {});
            assertThatThrownBy(() -> operations.add(
                            new OperatorOperations.Newcomer("eve", person("eve").key()), call))
                    .isInstanceOf(ActRefused.class)
                    .hasMessageContaining("only an operator says who answers");
            Approval asked = asked(write());
            ApprovalOperations.Reply reply =
                    new ApprovalOperations.Reply(asked.id().toString(), "");
            assertThatThrownBy(() -> call(ApprovalView.class, "approve", reply, call))
                    .hasMessageStartingWith("only an operator answers an approval");
        }
        assertThat(operations.list().operators()).isEmpty();
    }

    /** Or whoever holds the token could adopt other rules, or name themselves three times. */
    @Test
    void theRulesAndTheOperatorsAreChangedByTheLargestQuorumAlone() {
        name("ada", "ben", "cleo");
        adopt("ask fs.read * quorum 1 of ada\n" + TWO).orThrow();
        assertThat(policy.governing())
                .hasValueSatisfying(q -> assertThat(q.needed()).isEqualTo(2));
        assertThatThrownBy(() -> name("eve")).isInstanceOf(ActWaiting.class);
        assertThatThrownBy(() -> operations.remove(new OperatorOperations.ByName("cleo"), OPERATOR))
                .isInstanceOf(ActWaiting.class)
                .satisfies(e -> assertThat(((ActWaiting) e).next())
                        .isEqualTo("2 of ada, ben, cleo sign it: stemma approval show "
                                + ((ActWaiting) e).approval().id()));
        Approval rollback = asked(adopt(REST));
        assertThat(rollback.rule()).isEqualTo(GovernedPolicy.GOVERNED);
        assertThatThrownBy(() -> answer("approve", rollback, "")).isInstanceOf(Refusal.class);
        assertThat(rules.current().judge(Act.of(WRITE, "/x", CLI, Provenance.OPERATOR)))
                .isInstanceOf(Verdict.Ask.class);
        signs("ada", rollback);
        signs("cleo", rollback);
        adopt(REST).orThrow();
        assertThat(policy.governing()).isEmpty();
        name("eve");
    }

    @Test
    void whoIsRemovedCountsNoMoreAlsoForWhatTheySigned() {
        name("ada", "ben", "cleo");
        adopt(TWO).orThrow();
        Approval asked = asked(write());
        signs("cleo", asked);
        Approval removal = waiting("cleo");
        signs("ada", removal);
        signs("ben", removal);
        operations.remove(new OperatorOperations.ByName("cleo"), OPERATOR);
        assertThat(signs("ada", asked).state()).isEqualTo("pending");
        assertThatThrownBy(() -> signs("cleo", asked)).hasMessageContaining("which is no operator's here");
        assertThatThrownBy(() -> operations.remove(new OperatorOperations.ByName("ben"), OPERATOR))
                .hasMessage("without ben nobody could meet policy.rules:1, quorum 2 of ada, ben, cleo;"
                        + " change that rule first");
        assertThat(signs("ben", asked).state()).isEqualTo("approved");
        assertThat(write().orThrow()).isEqualTo("x");
        project();
        OperatorBook again = new OperatorBook("n");
        db.read(sql -> {
            OperatorProjection.load(sql, again);
            return 0;
        });
        assertThat(again.all())
                .isEqualTo(operators.all())
                .extracting(OperatorBook.Named::name)
                .containsExactly("ada", "ben");
    }

    private Approval waiting(String leaver) {
        try {
            operations.remove(new OperatorOperations.ByName(leaver), OPERATOR);
            throw new AssertionError("nobody was asked");
        } catch (ActWaiting waiting) {
            return waiting.approval();
        }
    }

    @Test
    void anOperatorHasANameAndAKeyOfTheirOwn() {
        name("ada");
        assertThatThrownBy(() -> name("ada")).hasMessageStartingWith("ada is an operator already");
        assertThatThrownBy(() -> operations.add(
                        new OperatorOperations.Newcomer("ben", person("ada").key()), OPERATOR))
                .hasMessage("this is the key of ada; one person counts once");
        assertThatThrownBy(() -> operations.add(
                        new OperatorOperations.Newcomer("Ben", person("ben").key()), OPERATOR))
                .hasMessageContaining("not 'Ben'");
        assertThatThrownBy(() -> operations.add(new OperatorOperations.Newcomer("ben", "ssh-rsa AAAA x"), OPERATOR))
                .hasMessageContaining("not ssh-rsa");
        Path file = Path.of("/home/ben/.ssh/id_ed25519.pub");
        disk.replace(file, person("ben").key().getBytes(StandardCharsets.UTF_8));
        operations.add(new OperatorOperations.Newcomer("ben", file.toString()), OPERATOR);
        assertThat(operations.list().operators())
                .extracting(OperatorOperations.OperatorView::name)
                .containsExactly("ada", "ben");
        assertThatThrownBy(() -> operations.remove(new OperatorOperations.ByName("dan"), OPERATOR))
                .hasMessage("no operator is named dan; see stemma operator list");
        operations.remove(new OperatorOperations.ByName("ben"), OPERATOR);
        for (int i = 1; i < OperatorBook.OPERATORS_MAX; i++) {
            operations.add(new OperatorOperations.Newcomer("o" + i, new SshPerson().key()), OPERATOR);
        }
        assertThatThrownBy(() -> name("cleo")).hasMessage("a node has at most 64 named operators");
    }

    @Test
    void rulesThatNameNobodyAreNotAdoptedAndDoNotLockOut() {
        assertThatThrownBy(() -> adopt(TWO).orThrow())
                .isInstanceOf(ActRefused.class)
                .hasMessageContaining(
                        "policy.rules:1: ada is no operator here; name them first: stemma operator add ada KEY");
        RulesInForce broken = new RulesInForce(Home.rules(TWO));
        GovernedPolicy misspelt = new GovernedPolicy(broken, operators);
        assertThat(misspelt.governing()).isEmpty();
        assertThat(Home.decision(misspelt.judge(RuleBook.adoption(new byte[0], CLI))))
                .isEqualTo(Decision.ALLOW);
    }
}
