package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Artifact;
import stemma.core.Call;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Ending;
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
import stemma.core.Trust;
import stemma.store.FaultyDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StateFile;

class PolicyOperationsTest {
    private static final Op<String, String> WRITE = Op.effect("fs.write");
    private static final Path NODE = Path.of("/home/ada/.stemma");
    private static final Call OPERATOR = new Call(Actor.operator("cli"), line -> {});

    @TempDir
    private Path temp;

    private final HandClock clock = new HandClock();
    private final MemoryLog log = new MemoryLog();
    private final FaultyDisk disk = new FaultyDisk();
    private final Objects objects = new Objects(disk, NODE.resolve("objects"));
    private final Events events = new Events();
    private RuleBook book;
    private RulesInForce rules;
    private Gate gate;
    private StateDb db;
    private PolicyOperations operations;
    private ApprovalOperations approvals;
    private int projected;

    @BeforeEach
    void open() {
        book = new RuleBook(disk, NODE, objects, Home.OPS, Home.PLACES, Home.grants(), clock, Home.managed(disk));
        rules = book.open(AdoptionProjection.Last.NOTHING).rules();
        Performers performers = Performers.builder()
                .add(WRITE, (input, permit) -> {
                    permit.spend(new Effect(
                            "fs.write", permit.act().target(), permit.act().inputDigest()));
                    return Done.of(input);
                })
                .add(RuleBook.ADOPT, (input, permit) -> book.adopt(rules, input, permit))
                .build();
        gate = Gate.open(
                new Gate.Ports(rules, new PurseBook(Map.of(), clock), log, clock),
                performers,
                Recovered.NOTHING,
                "test");
        db = StateFile.open(temp.resolve("state.db"), temp, List.of());
        db.write(sql -> {
            new ApprovalProjection().create(sql);
            new AdoptionProjection().create(sql);
            return 0;
        });
        operations = new PolicyOperations(rules, book.managed(), rules, Set.of("proc.exec", "fs.read"));
        approvals = new ApprovalOperations(gate, db, events, act -> "writes 12 bytes");
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
                new ApprovalProjection().apply(sql, projected, entries.get(projected));
                new AdoptionProjection().apply(sql, projected, entries.get(projected));
            }
            return 0;
        });
    }

    private Act write(String target) {
        return Act.of(WRITE, target, Home.GOAL, Provenance.of(Trust.WORKSPACE, "file:README.md"));
    }

    private String ask(String target) {
        Result<String> result = gate.perform(WRITE, write(target), "x");
        assertThat(result).isInstanceOf(Result.Waiting.class);
        project();
        return ((Result.Waiting<String>) result).approval().id().toString();
    }

    @SuppressWarnings("unchecked")
    private <I extends Record, O extends Record> O call(Class<O> type, String name, I input, Call call) {
        Operation<I, O> operation = (Operation<I, O>) Stream.concat(
                        PolicyOperations.all(() -> operations).stream(),
                        ApprovalOperations.all(() -> approvals).stream())
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow();
        try {
            O output = operation.handler().handle(input, call);
            assertThat(operation.text().apply(output)).isNotBlank().doesNotEndWith("\n");
            project();
            return type.cast(output);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ApprovalView by(String name, String id) {
        return name.equals("approval.show")
                ? call(ApprovalView.class, name, new ApprovalOperations.ById(id), OPERATOR)
                : call(ApprovalView.class, name, new ApprovalOperations.Reply(id, ""), OPERATOR);
    }

    @Test
    void anApprovedActRunsOnceAndTheHistorySaysSo() {
        String id = ask("/work/app/a.txt");
        assertThat(by("approval.show", id).state()).isEqualTo("pending");
        assertThat(by("approval.show", id).text())
                .contains("stemma approve " + id)
                .contains("writes 12 bytes")
                .contains("goal:3.41, trusted workspace from file:README.md")
                .contains("a goal wants to change your files");
        try (Events.Watcher watcher = events.watch()) {
            assertThat(by("approve", id).state()).isEqualTo("approved");
            assertThat(watcher.poll(1_000))
                    .hasValueSatisfying(e -> assertThat(e.topic()).isEqualTo("approval"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThatThrownBy(() -> by("approve", id))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("approved already");
        assertThat(gate.perform(WRITE, write("/work/app/a.txt"), "x")).isInstanceOf(Result.Ended.class);
        project();
        assertThat(by("approval.show", id).state()).isEqualTo("used");
        assertThatThrownBy(() -> by("deny", id)).hasMessageContaining("was approved by operator:cli and used");
        assertThat(gate.perform(WRITE, write("/work/app/a.txt"), "x")).isInstanceOf(Result.Waiting.class);
    }

    @Test
    void whatIsNotOpenIsRefusedWithWhatHappenedToIt() {
        String denied = ask("/work/app/a.txt");
        assertThat(by("deny", denied).state()).isEqualTo("denied");
        assertThatThrownBy(() -> by("approve", denied)).isInstanceOfSatisfying(Refusal.class, e -> {
            assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFLICT);
            assertThat(e).hasMessageContaining("was denied by operator:cli");
        });
        String expired = ask("/work/app/b.txt");
        clock.forward(Gate.APPROVAL_MILLIS_DEFAULT);
        gate.expireOverdue();
        project();
        assertThatThrownBy(() -> by("approve", expired)).hasMessageContaining("expired");
        assertThatThrownBy(() -> by("approve", "9.9"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        assertThatThrownBy(() -> by("approve", "x"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.BAD_INPUT));
        ApprovalOperations.Approvals all =
                call(ApprovalOperations.Approvals.class, "approval.list", new Operation.Nothing(), OPERATOR);
        assertThat(all.approvals()).extracting(ApprovalView::state).containsExactly("expired", "denied");
    }

    @Test
    void onlyAnOperatorAnswers() {
        String id = ask("/work/app/a.txt");
        Call goal = new Call(Home.GOAL, line -> {});
        assertThatThrownBy(() -> call(ApprovalView.class, "approve", new ApprovalOperations.Reply(id, ""), goal))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
        assertThat(by("approval.show", id).state()).isEqualTo("pending");
    }

    @Test
    void aTargetCannotRewriteTheQuestion() {
        String id = ask("/work/app/\u001b[2Jx\u202etxt\nyes");
        String text = by("approval.show", id).text();
        assertThat(text)
                .contains("\\u001b[2Jx\\u202etxt\\u000ayes")
                .doesNotContain("\u001b")
                .doesNotContain("\u202e");
    }

    @Test
    void rulesAreShownInTheOrderInWhichTheyWinAndExplained() {
        PolicyOperations.Rules shown =
                call(PolicyOperations.Rules.class, "policy.show", new Operation.Nothing(), OPERATOR);
        assertThat(shown.posture()).isEqualTo("goals: reads allow, writes ask, boxed commands ask");
        assertThat(shown.rules())
                .extracting(PolicyOperations.RuleView::verdict)
                .isSortedAccordingTo((a, b) -> Integer.compare(
                        List.of("deny", "ask", "allow").indexOf(a),
                        List.of("deny", "ask", "allow").indexOf(b)));
        PolicyOperations.Explained explained = call(
                PolicyOperations.Explained.class,
                "policy.explain",
                new PolicyOperations.Question("proc.exec", "git status && git push", "goal:3.41", "node", false),
                OPERATOR);
        assertThat(explained.verdict()).isEqualTo("ask");
        assertThat(explained.considered())
                .anySatisfy(c -> assertThat(c.why()).isEqualTo("matches in 'git push' and decides"));
        assertThat(explained.considered()).allMatch(PolicyExplainer.Considered::near);
        PolicyOperations.Explained whole = call(
                PolicyOperations.Explained.class,
                "policy.explain",
                new PolicyOperations.Question("proc.exec", "git status && git push", "goal:3.41", "node", true),
                OPERATOR);
        assertThat(whole.left()).isZero();
        assertThat(whole.considered())
                .hasSize(explained.considered().size() + explained.left())
                .containsAll(explained.considered())
                .anySatisfy(c -> assertThat(c.why()).isEqualTo("the target is another"));
        assertThat(whole.considered()).anySatisfy(c -> assertThat(c.why()).contains("the rule is for"));
        assertThat(PolicyText.explained(explained))
                .startsWith("ask by ")
                .contains(explained.left() + " more for this op")
                .doesNotContain("npm publish");
        assertThat(PolicyText.explained(whole)).contains("npm publish").doesNotContain("--all");
        assertThatThrownBy(() -> call(
                        PolicyOperations.Explained.class,
                        "policy.explain",
                        new PolicyOperations.Question("fs.read", "/x", "pope", "node", false),
                        OPERATOR))
                .hasMessageContaining("not an actor");
    }

    @Test
    void anOpThatNothingPerformsIsNamedWithTheNearest() {
        assertThatThrownBy(() -> call(
                        PolicyOperations.Explained.class,
                        "policy.explain",
                        new PolicyOperations.Question("fs.raed", "/x", "operator:cli", "operator", false),
                        OPERATOR))
                .hasMessage("no op is named 'fs.raed'; did you mean fs.read?");
    }

    private static AdoptionProjection.Last last(Digest home) {
        return new AdoptionProjection.Last(Optional.of(home), Optional.empty());
    }

    private static String said(RuleBook.Opening opening) {
        return String.join("\n", opening.warnings());
    }

    @Test
    void rulesAreAdoptedByAnActAndABrokenFileChangesNothing() {
        byte[] next = "deny * *\n".getBytes(StandardCharsets.UTF_8);
        Act act = RuleBook.adoption(next, Actor.operator("file"));
        Artifact adopted = gate.perform(RuleBook.ADOPT, act, next).orThrow();
        project();
        assertThat(adopted.state()).isEqualTo(Artifact.State.ADOPTED);
        assertThat(rules.current().digest()).isEqualTo(adopted.content());
        assertThat(db.read(AdoptionProjection::last)).isEqualTo(last(adopted.content()));
        assertThat(gate.perform(WRITE, write("/work/app/a"), "x"))
                .isInstanceOfSatisfying(
                        Result.Ended.class,
                        ended -> assertThat(ended.receipt().ending()).isEqualTo(Ending.DENIED));

        byte[] broken = "allow fs.reed *\n".getBytes(StandardCharsets.UTF_8);
        Result<Artifact> refused =
                gate.perform(RuleBook.ADOPT, RuleBook.adoption(broken, Actor.operator("file")), broken);
        assertThat(((Result.Ended<Artifact>) refused).receipt().note()).contains("policy.rules:1:7");
        assertThat(rules.current().digest()).isEqualTo(adopted.content());

        disk.replace(NODE.resolve("policy.rules"), broken);
        RuleBook.Opening kept = book.open(last(adopted.content()));
        assertThat(kept.rules().current().digest()).isEqualTo(adopted.content());
        assertThat(said(kept)).contains("policy.rules:1:7").contains("stay in force");
        assertThatThrownBy(() -> book.open(AdoptionProjection.Last.NOTHING)).isInstanceOf(RulesBroken.class);

        disk.replace(NODE.resolve("policy.rules"), RulePolicy.template());
        RuleBook.Opening edited = book.open(last(adopted.content()));
        assertThat(edited.pending())
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(RulePolicy.template()));
        assertThat(edited.rules().current().digest()).isEqualTo(adopted.content());
    }

    /** Rules outlive the build that adopted them; what a person writes is held to the ops there are. */
    @Test
    void anAdoptedRuleForAnOpThatIsGoneIsIdleAndATypoIsTold() {
        byte[] old = """
                deny net.call,fs.write  *
                ask  net.*  {granted}  by goal
                allow fs.read  *
                """.getBytes(StandardCharsets.UTF_8);
        Digest adopted = objects.put(old);
        disk.replace(NODE.resolve("policy.rules"), old);
        RuleBook.Opening opened = book.open(last(adopted));
        RulePolicy current = opened.rules().current();
        assertThat(opened.pending()).isEmpty();
        assertThat(current.digest()).isEqualTo(adopted);
        assertThat(current.idle())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("policy.rules:1:6: no op is named 'net.call'");
        assertThat(current.idle().getLast()).startsWith("policy.rules:2:6: no op is named 'net.*'");
        assertThat(said(opened))
                .startsWith("the rules name ops that this node does not perform")
                .contains("policy.rules:1:6", "policy.rules:2:6");
        assertThat(Home.of(current, "fs.read", "/x")).isEqualTo(Decision.ALLOW);
        assertThat(Home.of(current, "fs.write", "/x"))
                .as("the rest of the rule holds")
                .isEqualTo(Decision.DENY);
        assertThat(Home.of(current, "net.call", "x:443")).isEqualTo(Decision.DENY);

        assertThatThrownBy(() -> book.open(AdoptionProjection.Last.NOTHING)).isInstanceOf(RulesBroken.class);
        byte[] edited = "allow fs.read  *\nallow fs.raed  *\n".getBytes(StandardCharsets.UTF_8);
        disk.replace(NODE.resolve("policy.rules"), edited);
        RuleBook.Opening kept = book.open(last(adopted));
        assertThat(kept.rules().current().digest()).isEqualTo(adopted);
        assertThat(kept.pending()).isEmpty();
        assertThat(said(kept)).contains("policy.rules:2:7: no op is named 'fs.raed'; did you mean fs.read?");

        disk.replace(NODE.resolve("policy.rules"), RulePolicy.template());
        assertThat(book.open(last(adopted)).pending())
                .as("edited well, it is adopted")
                .isPresent();
        assertThat(book.open(last(objects.put(RulePolicy.template()))).warnings())
                .isEmpty();
    }

    /** An adopted file that this build cannot read at all leaves the file to be judged alone. */
    @Test
    void adoptedRulesOfAnotherGrammarGiveWayToTheFile() {
        Digest adopted = objects.put("permit reading\n".getBytes(StandardCharsets.UTF_8));
        disk.replace(NODE.resolve("policy.rules"), RulePolicy.template());
        RuleBook.Opening opened = book.open(last(adopted));
        assertThat(opened.rules().current().digest()).isEqualTo(Digest.of(RulePolicy.template()));
        assertThat(opened.pending()).isPresent();
        disk.replace(NODE.resolve("policy.rules"), "permit reading\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> book.open(last(adopted)))
                .isInstanceOf(RulesBroken.class)
                .hasMessageContaining("policy.rules:1:1");
    }

    @Test
    void policyShowNamesWhatIsIdle() throws Exception {
        PolicyOperations.Rules sound =
                call(PolicyOperations.Rules.class, "policy.show", new Operation.Nothing(), OPERATOR);
        assertThat(sound.idle()).isEmpty();
        assertThat(PolicyText.rules(sound)).doesNotContain("does nothing");
        byte[] old = "ask net.call *\nallow fs.read *\n".getBytes(StandardCharsets.UTF_8);
        rules.swap(RulePolicy.of(
                RuleParser.adopted("policy.rules", Home.OPS, Home.PLACES).parse(old),
                RuleParser.Parsed.NONE,
                Home.PLACES,
                Home.grants(),
                clock));
        PolicyOperations.Rules shown =
                call(PolicyOperations.Rules.class, "policy.show", new Operation.Nothing(), OPERATOR);
        assertThat(PolicyText.rules(shown))
                .contains("This does nothing", "policy.rules:1:5: no op is named 'net.call'")
                .contains("allow fs.read *");
    }

    @Test
    void theHaltFileHaltsAndOnlyReleaseReleases() {
        KillSwitch killSwitch = new KillSwitch(disk, NODE, gate, clock);
        assertThat(killSwitch.tick()).isFalse();
        disk.replace(NODE.resolve("HALT"), "smoke\u001b in\nthe server room".getBytes(StandardCharsets.UTF_8));
        assertThat(killSwitch.tick()).isFalse();
        clock.forward(KillSwitch.POLL_MILLIS);
        assertThat(killSwitch.tick()).isTrue();
        assertThat(gate.halted()).isEqualTo("smoke in the server room (HALT file)");
        disk.remove(NODE.resolve("HALT"));
        clock.forward(KillSwitch.POLL_MILLIS);
        assertThat(killSwitch.tick()).isFalse();
        assertThat(gate.halted()).isNotEmpty();
        gate.release(Actor.operator("cli"), "all clear");
        clock.forward(KillSwitch.POLL_MILLIS);
        assertThat(killSwitch.tick()).isFalse();
        disk.replace(NODE.resolve("HALT"), new byte[KillSwitch.REASON_BYTES_MAX + 1]);
        assertThat(new KillSwitch(disk, NODE, gate, clock).tick()).isTrue();
    }
}
