package stemma.mind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Ending;
import stemma.core.EntryCodec;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Permit;
import stemma.core.Quorum;
import stemma.core.Receipt;
import stemma.core.Refusal;
import stemma.core.Verdict;
import stemma.tools.CommandBox;
import stemma.tools.ExecInput;
import stemma.tools.ExecOutput;

final class GoalsTest {
    private static final Actor OPERATOR = Actor.operator("test");

    @TempDir
    private Path temp;

    private Path home = Path.of("/");
    private Path folder = Path.of("/");
    private final Stub planner = new Stub();
    private final Box box = new Box();

    @BeforeEach
    void folders() throws Exception {
        home = Files.createDirectories(temp.resolve("home"));
        folder = Files.createDirectories(temp.resolve("folder")).toRealPath();
        Files.writeString(folder.resolve("a.txt"), "one\n");
    }

    @Test
    void aSecretInAGoalsTextIsLeftOutBeforeAnythingSeesIt() throws Exception {
        planner.steps = List.of(exec("first", "echo"));
        try (Rig rig = new Rig(home, planner, box)) {
            GoalRequest wish = GoalRequest.of("fetch it with " + Rig.PLANTED + ", please", folder);
            Goal goal = rig.awaitEnd(rig.goals.start(wish, OPERATOR).id());
            assertThat(goal.text()).isEqualTo("fetch it with [secret vault:planted], please");
            assertThat(rig.entries())
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(new String(entry, StandardCharsets.UTF_8))
                            .doesNotContain(Rig.PLANTED));
        }
    }

    @AfterEach
    void letGo() {
        box.open.countDown();
    }

    /** A box whose command "block" waits until it is let go, and which counts what it ran. */
    private static final class Box implements CommandBox {
        private final CountDownLatch open = new CountDownLatch(1);
        private final CountDownLatch entered = new CountDownLatch(1);
        private final AtomicInteger ran = new AtomicInteger();

        @Override
        public Effect effect(String op, ExecInput input) {
            return new Effect(op, input.commandLine(), Digest.EMPTY);
        }

        @Override
        public ExecOutput run(ExecInput input, Permit permit) throws InterruptedException {
            permit.spend(effect(permit.act().op(), input));
            ran.incrementAndGet();
            if (input.argv().contains("block")) {
                entered.countDown();
                open.await();
            }
            return new ExecOutput(0, false, "ok", "", 1, List.of());
        }
    }

    /** Plans whatever steps the test lays out. */
    private static final class Stub implements Planner {
        private List<Step> steps = List.of();

        @Override
        public PlanResult plan(GoalRequest request) {
            return request.text().equals("nonsense")
                    ? new PlanResult.NoMatch("survey", "no plan template matches; the nearest is survey")
                    : new PlanResult.Planned(new Plan("stub", "embedded", "Stub", true, steps));
        }

        @Override
        public List<Template> templates() {
            return List.of();
        }
    }

    private static Step exec(String title, String... argv) {
        return new Step(title, (bench, before) -> {
            Seen<ExecOutput> seen = bench.use(tools -> tools.exec(ExecInput.of(bench.folder(), argv)));
            seen.get();
            return Step.Outcome.done(
                    title + " done",
                    Findings.builder().claim("What", title + " ran", seen).build());
        });
    }

    private static Step failing(String title) {
        return new Step(title, (bench, before) -> {
            throw new StepFailed("there is nothing to see");
        });
    }

    private GoalRequest wish() {
        return GoalRequest.of("do it", folder);
    }

    @Test
    void goalRunsItsStepsAndReportsWithReceipts() throws Exception {
        planner.steps = List.of(exec("first", "echo"), exec("second", "echo", "2"));
        try (Rig rig = new Rig(home, planner, box)) {
            Goal goal = rig.awaitEnd(rig.goals.start(wish(), OPERATOR).id());
            assertThat(goal.state()).isEqualTo(GoalState.DONE);
            assertThat(goal.steps())
                    .extracting(GoalStep::state)
                    .containsExactly(GoalStep.State.DONE, GoalStep.State.DONE);
            for (GoalStep step : goal.steps()) {
                assertThat(rig.report(goal)).contains("[act " + step.receipts().getFirst() + "]");
            }
            List<Receipt> acts = receipts(rig, goal.id());
            assertThat(acts).hasSize(2).allMatch(r -> r.act().actor().equals(Actor.goal(goal.id())));
            assertThat(rig.rebuilt(goal.id())).isEqualTo(goal);
        }
    }

    @Test
    void failedStepFailsTheGoalWithItsSentence() throws Exception {
        planner.steps = List.of(failing("look"), exec("never", "echo"));
        try (Rig rig = new Rig(home, planner, box)) {
            Goal goal = rig.awaitEnd(rig.goals.start(wish(), OPERATOR).id());
            assertThat(goal.state()).isEqualTo(GoalState.FAILED);
            assertThat(goal.message()).isEqualTo("there is nothing to see");
            assertThat(goal.steps())
                    .extracting(GoalStep::state)
                    .containsExactly(GoalStep.State.FAILED, GoalStep.State.CANCELLED);
            assertThat(box.ran.get()).isZero();
        }
    }

    @Test
    void goalThatFoundNothingItCanProveIsNotDone() throws Exception {
        planner.steps = List.of(new Step("idle", (bench, before) -> Step.Outcome.done("all is well", Findings.NONE)));
        try (Rig rig = new Rig(home, planner, box)) {
            Goal goal = rig.awaitEnd(rig.goals.start(wish(), OPERATOR).id());
            assertThat(goal.state()).isEqualTo(GoalState.FAILED);
            assertThat(goal.message()).contains("none found anything it could prove");
        }
    }

    @Test
    void fourthGoalWaitsItsTurn() throws Exception {
        planner.steps = List.of(exec("hold", "block"));
        try (Rig rig = new Rig(home, planner, box)) {
            List<ActId> ids = new ArrayList<>();
            for (int i = 0; i <= Goals.ACTIVE_MAX; i++) {
                ids.add(rig.goals.start(wish(), OPERATOR).id());
            }
            assertThat(rig.goals.active()).isEqualTo(Goals.ACTIVE_MAX);
            Goal last = rig.goals.find(ids.getLast()).orElseThrow();
            assertThat(last.state()).isEqualTo(GoalState.WAITING);
            assertThat(last.message()).contains("waiting its turn").contains("3");
            assertThat(rig.rebuilt(last.id())).isEqualTo(last);
            box.open.countDown();
            for (ActId id : ids) {
                assertThat(rig.awaitEnd(id).state()).isEqualTo(GoalState.DONE);
            }
        }
    }

    @Test
    void cancelInterruptsTheActAndMarksTheSteps() throws Exception {
        planner.steps = List.of(exec("hold", "block"), exec("never", "echo"));
        try (Rig rig = new Rig(home, planner, box)) {
            ActId id = rig.goals.start(wish(), OPERATOR).id();
            box.entered.await();
            Goal goal = rig.goals.cancel(id);
            assertThat(goal.state()).isEqualTo(GoalState.CANCELLED);
            assertThat(goal.steps())
                    .extracting(GoalStep::state)
                    .containsExactly(GoalStep.State.CANCELLED, GoalStep.State.CANCELLED);
            assertThat(receipts(rig, id)).extracting(Receipt::ending).containsExactly(Ending.CANCELLED);
            assertThatThrownBy(() -> rig.goals.cancel(id))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("is cancelled");
        }
    }

    @Test
    void waitingGoalIsCancelledWithoutAThread() throws Exception {
        planner.steps = List.of(exec("hold", "block"));
        try (Rig rig = new Rig(home, planner, box)) {
            for (int i = 0; i < Goals.ACTIVE_MAX; i++) {
                rig.goals.start(wish(), OPERATOR);
            }
            ActId waiting = rig.goals.start(wish(), OPERATOR).id();
            assertThat(rig.goals.cancel(waiting).state()).isEqualTo(GoalState.CANCELLED);
            assertThat(rig.goals.active()).isEqualTo(Goals.ACTIVE_MAX);
        }
    }

    @Test
    void killedNodeComesBackWithTheGoalResumableAndItsActUnknown() throws Exception {
        planner.steps = List.of(exec("first", "echo"), exec("hold", "block"), exec("last", "echo"));
        try (Rig rig = new Rig(home, planner, box)) {
            ActId id = rig.goals.start(wish(), OPERATOR).id();
            box.entered.await();
            rig.kill();
            rig.boot();
            Goal goal = rig.goals.find(id).orElseThrow();
            assertThat(goal.state()).isEqualTo(GoalState.WAITING);
            assertThat(goal.message()).contains("stemma goal resume " + id);
            assertThat(goal.steps())
                    .extracting(GoalStep::state)
                    .containsExactly(GoalStep.State.DONE, GoalStep.State.UNKNOWN, GoalStep.State.PENDING);
            assertThat(receipts(rig, id))
                    .extracting(Receipt::ending)
                    .containsExactlyInAnyOrder(Ending.DONE, Ending.UNKNOWN);
            assertThat(box.ran.get()).as("nothing is retried unseen").isEqualTo(2);
            box.open.countDown();
            rig.goals.resume(id);
            Goal done = rig.awaitEnd(id);
            assertThat(done.state()).isEqualTo(GoalState.DONE);
            assertThat(done.steps())
                    .extracting(GoalStep::state)
                    .containsExactly(
                            GoalStep.State.DONE, GoalStep.State.UNKNOWN, GoalStep.State.DONE, GoalStep.State.DONE);
            assertThat(box.ran.get()).as("the finished step is not taken again").isEqualTo(4);
            assertThat(rig.report(done))
                    .contains("first ran")
                    .contains("hold ran")
                    .contains("last ran");
            assertThat(rig.rebuilt(id)).isEqualTo(done);
        }
    }

    @Test
    void stoppedNodeLeavesTheGoalResumable() throws Exception {
        planner.steps = List.of(exec("hold", "block"));
        ActId id;
        try (Rig rig = new Rig(home, planner, box)) {
            id = rig.goals.start(wish(), OPERATOR).id();
            box.entered.await();
            rig.goals.close();
            Goal goal = rig.goals.find(id).orElseThrow();
            assertThat(goal.state()).isEqualTo(GoalState.WAITING);
            assertThat(goal.waits()).isEqualTo(new Waits.Resume());
        }
    }

    @Test
    void questionParksTheGoalAndTheAnswerLetsItGoOn() throws Exception {
        planner.steps = List.of(exec("ask first", "risky"), exec("then", "echo"));
        try (Rig rig = new Rig(
                home,
                planner,
                box,
                act -> act.target().equals("risky")
                        ? new Verdict.Ask("rule 1", "it is risky")
                        : new Verdict.Allow("rest"))) {
            ActId id = rig.goals.start(wish(), OPERATOR).id();
            Goal parked = rig.await(id, g -> g.waits() instanceof Waits.ForApproval);
            assertThat(parked.state()).isEqualTo(GoalState.WAITING);
            assertThat(parked.steps().getFirst().state()).isEqualTo(GoalStep.State.WAITING);
            assertThat(box.ran.get()).isZero();
            assertThat(rig.goals.active()).isZero();
            ActId question = rig.gate.approvals().getFirst().id();
            assertThat(parked.message()).contains("stemma approve " + question);
            rig.gate.answer(question, true, OPERATOR);
            rig.events.publish(new Event(
                    "approval", question.toString(), stemma.core.Json.object().build()));
            Goal done = rig.awaitEnd(id);
            assertThat(done.state()).isEqualTo(GoalState.DONE);
            assertThat(done.steps().getFirst().receipts()).containsExactly(question);
            assertThat(done.steps()).hasSize(2);
        }
    }

    /** However long a person takes; the node's own list of threads says it, virtual ones among them. */
    @Test
    void aGoalThatWaitsForAnAnswerHoldsNoThread(@TempDir Path dumps) throws Exception {
        AtomicReference<String> atWork = new AtomicReference<>("");
        Step looks = new Step("look", (bench, before) -> {
            atWork.set(threads(dumps.resolve("working.json")));
            bench.use(tools -> tools.exec(ExecInput.of(bench.folder(), "risky")));
            return Step.Outcome.done("looked", Findings.NONE);
        });
        planner.steps = List.of(looks);
        try (Rig rig = new Rig(
                home,
                planner,
                box,
                act -> act.target().equals("risky")
                        ? new Verdict.Ask("rule 1", "two of us", new Quorum(2, List.of("ada", "ben")))
                        : new Verdict.Allow("rest"))) {
            ActId id = rig.goals.start(wish(), OPERATOR).id();
            rig.await(id, g -> g.waits() instanceof Waits.ForApproval);
            String name = "\"goal-" + id + "\"";
            assertThat(atWork.get()).contains(name);
            String waiting = threads(dumps.resolve("0.json"));
            for (int look = 1; look <= 200 && waiting.contains(name); look++) {
                Thread.sleep(10); // the thread is on its way out
                waiting = threads(dumps.resolve(look + ".json"));
            }
            assertThat(waiting).contains("goal-keeper").doesNotContain(name);
        }
    }

    private static String threads(Path file) {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void parkedGoalOutlivesTheNode() throws Exception {
        planner.steps = List.of(exec("ask first", "risky"));
        try (Rig rig = new Rig(
                home,
                planner,
                box,
                act -> act.target().equals("risky")
                        ? new Verdict.Ask("rule 1", "it is risky")
                        : new Verdict.Allow("rest"))) {
            ActId id = rig.goals.start(wish(), OPERATOR).id();
            rig.await(id, g -> g.waits() instanceof Waits.ForApproval);
            ActId question = rig.gate.approvals().getFirst().id();
            rig.kill();
            rig.boot();
            assertThat(rig.goals.find(id).orElseThrow().waits()).isEqualTo(new Waits.ForApproval(question));
            rig.gate.answer(question, true, OPERATOR);
            rig.events.publish(new Event(
                    "approval", question.toString(), stemma.core.Json.object().build()));
            assertThat(rig.awaitEnd(id).state()).isEqualTo(GoalState.DONE);
            assertThat(box.ran.get()).isEqualTo(1);
        }
    }

    @Test
    void parkedGoalThatIsCancelledNamesTheQuestionItLeavesOpen() throws Exception {
        planner.steps = List.of(exec("ask first", "risky"));
        try (Rig rig = new Rig(
                home,
                planner,
                box,
                act -> act.target().equals("risky")
                        ? new Verdict.Ask("rule 1", "it is risky")
                        : new Verdict.Allow("rest"))) {
            ActId id = rig.goals.start(wish(), OPERATOR).id();
            rig.await(id, g -> g.waits() instanceof Waits.ForApproval);
            ActId question = rig.gate.approvals().getFirst().id();
            Goal goal = rig.goals.cancel(id);
            assertThat(goal.state()).isEqualTo(GoalState.CANCELLED);
            assertThat(goal.message()).contains("stemma deny " + question);
        }
    }

    @Test
    void deniedQuestionFailsTheGoal() throws Exception {
        planner.steps = List.of(exec("ask first", "risky"));
        try (Rig rig = new Rig(
                home,
                planner,
                box,
                act -> act.target().equals("risky")
                        ? new Verdict.Ask("rule 1", "it is risky")
                        : new Verdict.Allow("rest"))) {
            ActId id = rig.goals.start(wish(), OPERATOR).id();
            rig.await(id, g -> g.waits() instanceof Waits.ForApproval);
            ActId question = rig.gate.approvals().getFirst().id();
            rig.gate.answer(question, false, OPERATOR);
            rig.events.publish(new Event(
                    "approval", question.toString(), stemma.core.Json.object().build()));
            Goal goal = rig.awaitEnd(id);
            assertThat(goal.state()).isEqualTo(GoalState.FAILED);
            assertThat(goal.message()).contains("denied");
            assertThat(box.ran.get()).isZero();
        }
    }

    @Test
    void planGrowsToTwentyStepsAndNoFurther() throws Exception {
        for (int extra : new int[] {Plan.STEPS_MAX - 1, Plan.STEPS_MAX}) {
            List<Step> more = new ArrayList<>();
            for (int i = 0; i < extra; i++) {
                more.add(exec("step " + i, "echo"));
            }
            planner.steps =
                    List.of(new Step("grow", (bench, before) -> new Step.Outcome.Done("grown", Findings.NONE, more)));
            Path fresh = Files.createDirectories(temp.resolve("home" + extra));
            try (Rig rig = new Rig(fresh, planner, box)) {
                Goal goal = rig.awaitEnd(rig.goals.start(wish(), OPERATOR).id());
                assertThat(goal.state()).isEqualTo(extra < Plan.STEPS_MAX ? GoalState.DONE : GoalState.FAILED);
            }
        }
        assertThatThrownBy(() -> new Plan("t", "embedded", "T", true, List.of()))
                .hasMessageContaining("1 to 20");
    }

    @Test
    void planIsGivenUpThreeTimesAtMost() throws Exception {
        AtomicInteger plans = new AtomicInteger();
        planner.steps = List.of(again(plans));
        try (Rig rig = new Rig(home, planner, box)) {
            Goal goal = rig.awaitEnd(rig.goals.start(wish(), OPERATOR).id());
            assertThat(goal.state()).isEqualTo(GoalState.FAILED);
            assertThat(goal.message()).contains("planned anew 3 times");
            assertThat(plans.get()).isEqualTo(1 + Goals.REPLANS_MAX);
        }
    }

    private static Step again(AtomicInteger plans) {
        return new Step("try", (bench, before) -> {
            plans.incrementAndGet();
            return new Step.Outcome.Replan("it led nowhere", List.of(again(plans)));
        });
    }

    @Test
    void wordsThatNothingMatchesAreRefusedBeforeAnyAct() {
        try (Rig rig = new Rig(home, planner, box)) {
            int before = rig.entries().size();
            assertThatThrownBy(() -> rig.goals.start(GoalRequest.of("nonsense", folder), OPERATOR))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("nearest is survey");
            assertThat(rig.entries()).hasSize(before);
        }
    }

    @Test
    void ruleThatSaysNoStartsNothing() {
        planner.steps = List.of(exec("first", "echo"));
        try (Rig rig = new Rig(home, planner, box, act -> new Verdict.Deny("rule 9", "not today"))) {
            assertThatThrownBy(() -> rig.goals.start(wish(), OPERATOR))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("not today");
            assertThat(rig.goals.newest(10)).isEmpty();
        }
    }

    @Test
    void progressIsPublished() throws Exception {
        planner.steps = List.of(exec("first", "echo"));
        try (Rig rig = new Rig(home, planner, box);
                Events.Watcher watcher = rig.events.watch()) {
            ActId id = rig.goals.start(wish(), OPERATOR).id();
            rig.awaitEnd(id);
            List<String> said = new ArrayList<>();
            Optional<Event> event = watcher.poll(1_000);
            while (event.isPresent()) {
                assertThat(event.get().subject()).isEqualTo(id.toString());
                assertThat(event.get().body().string("message"))
                        .as("a goal that gets its turn at once never says that it waits for one")
                        .doesNotContain("turn");
                said.add(event.get().body().string("state")
                        + event.get()
                                .body()
                                .find("stepState")
                                .map(s -> " " + s.text())
                                .orElse(""));
                event = watcher.poll(50);
            }
            assertThat(said).contains("waiting", "active", "active \"running\"", "active \"done\"", "done");
        }
    }

    @Test
    void endedGoalTakesNoFurtherEvent() {
        AtomicBoolean checked = new AtomicBoolean();
        for (GoalState state : GoalState.values()) {
            assertThat(state.ended()).isEqualTo(state.next().isEmpty());
            checked.set(true);
        }
        Goal goal = Goal.of(
                new ActId(1, 1),
                new GoalEvent.Created("t", Optional.empty(), "/", "stub", "embedded", stemma.core.Provenance.OPERATOR),
                1);
        Goal ended = goal.after(
                new GoalEvent.Moved(GoalState.CANCELLED, new Waits.Nothing(), "cancelled", Optional.empty()), 2);
        assertThatThrownBy(() -> ended.after(new GoalEvent.Planned(List.of("x")), 3))
                .hasMessageContaining("changes no more");
        assertThatThrownBy(() ->
                        goal.after(new GoalEvent.Moved(GoalState.DONE, new Waits.Nothing(), "", Optional.empty()), 3))
                .hasMessageContaining("cannot become done");
        assertThat(checked).isTrue();
    }

    private static List<Receipt> receipts(Rig rig, ActId goal) {
        List<Receipt> found = new ArrayList<>();
        for (byte[] bytes : rig.entries()) {
            if (EntryCodec.parse(bytes) instanceof Receipt receipt
                    && receipt.act().actor().equals(Actor.goal(goal))) {
                found.add(receipt);
            }
        }
        return found;
    }
}
