package stemma.mind;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Provenance;
import stemma.core.Refusal;
import stemma.core.Verdict;
import stemma.ledger.dag.DagObject;
import stemma.ledger.dag.Kept;
import stemma.tools.ListInput;

/** What a goal keeps is in objects that can be erased, and the log tells none of its words. */
@Timeout(300)
class GoalObjectsTest {
    private static final String WORDS = "find the turquoise elephant";

    @TempDir
    private Path home;

    private static Plan plan(String found) {
        Step step = new Step("Look around", (bench, before) -> {
            var seen = bench.use(tools -> tools.list(ListInput.tree(bench.folder())));
            return Step.Outcome.done(
                    "saw a " + found,
                    Findings.builder()
                            .answer("What is there?", found, Claim.of("it stood there", seen))
                            .build());
        });
        return new Plan("stub", "embedded", "What was found", true, List.of(step));
    }

    private Rig rig() {
        return new Rig(home, planner(), new PlainBox(home));
    }

    private static Planner planner() {
        return new Planner() {
            @Override
            public PlanResult plan(GoalRequest request) {
                return new PlanResult.Planned(GoalObjectsTest.plan("turquoise elephant"));
            }

            @Override
            public List<Template> templates() {
                return List.of();
            }
        };
    }

    private String log(Rig rig) {
        StringBuilder all = new StringBuilder();
        rig.entries()
                .forEach(entry ->
                        all.append(new String(entry, StandardCharsets.UTF_8)).append('\n'));
        return all.toString();
    }

    @Test
    void theLogHoldsNoWordOfTheWishOrTheAnswer() throws Exception {
        Path work = Files.createDirectory(home.resolve("work"));
        try (Rig rig = rig()) {
            Goal goal = rig.run(WORDS, work);
            assertThat(goal.state()).isEqualTo(GoalState.DONE);
            assertThat(goal.message()).contains("elephant");
            assertThat(rig.report(goal)).contains("elephant");
            assertThat(log(rig)).doesNotContain("elephant").doesNotContain("turquoise");
            assertThat(rig.rebuilt(goal.id())).isEqualTo(goal);
        }
    }

    @Test
    void eachObjectComesFromTheOneBeforeIt() throws Exception {
        Path work = Files.createDirectory(home.resolve("work"));
        try (Rig rig = rig()) {
            Goal goal = rig.run(WORDS, work);
            DagObject answer = whole(rig, goal.report().orElseThrow());
            Digest found = goal.steps().getFirst().result().orElseThrow();
            assertThat(answer.links()).contains(found).hasSize(2);
            DagObject findings = whole(rig, found);
            assertThat(findings.acts()).isEqualTo(goal.steps().getFirst().receipts());
            DagObject plan = whole(rig, findings.links().getFirst());
            assertThat(plan.kind()).isEqualTo("plan");
            assertThat(plan.links()).containsExactly(goal.object().orElseThrow());
            assertThat(whole(rig, plan.links().getFirst()).payload().string("text"))
                    .isEqualTo(WORDS);
        }
    }

    @Test
    void aSecretThatAStepFoundIsNotKept() throws Exception {
        Path work = Files.createDirectory(home.resolve("work"));
        Planner finds = new Planner() {
            @Override
            public PlanResult plan(GoalRequest request) {
                return new PlanResult.Planned(GoalObjectsTest.plan("key " + Rig.PLANTED));
            }

            @Override
            public List<Template> templates() {
                return List.of();
            }
        };
        try (Rig rig = new Rig(home, finds, new PlainBox(home))) {
            Goal goal = rig.run(WORDS, work);
            assertThat(rig.report(goal)).contains("[secret vault:planted]").doesNotContain(Rig.PLANTED);
            DagObject findings = whole(rig, goal.steps().getFirst().result().orElseThrow());
            assertThat(findings.payload().text()).doesNotContain(Rig.PLANTED);
        }
    }

    @Test
    void whatWasErasedIsSaidToBe() throws Exception {
        Path work = Files.createDirectory(home.resolve("work"));
        try (Rig rig = rig()) {
            Goal goal = rig.run(WORDS, work);
            rig.boot();
            rig.dag.erase(
                    List.of(
                            goal.object().orElseThrow(),
                            goal.report().orElseThrow(),
                            goal.steps().getFirst().result().orElseThrow()),
                    new ActId(2, 5));
            Goal now = rig.goals.find(goal.id()).orElseThrow();
            String gone = "[erased by act 2.5]";
            assertThat(now.text()).isEqualTo(gone);
            assertThat(now.message()).isEqualTo(gone);
            assertThat(now.steps().getFirst().summary()).isEqualTo(gone);
            assertThat(rig.goals.answers().report(now)).isEqualTo(Optional.of(gone));
            assertThat(rig.goals.newest(1).getFirst().text()).isEqualTo(gone);
        }
    }

    @Test
    void aGoalThatHadToAskIsStartedByTheSameWordsAgain() throws Exception {
        Path work = Files.createDirectory(home.resolve("work"));
        try (Rig rig = new Rig(
                home,
                planner(),
                new PlainBox(home),
                act -> act.op().equals("goal.start")
                        ? new Verdict.Ask("test", "a goal that nobody typed")
                        : new Verdict.Allow("test"))) {
            GoalRequest wish = GoalRequest.of(WORDS, work).from(Provenance.OPERATOR);
            Actor operator = Actor.operator("test");
            assertThat(refused(rig, wish, operator)).contains("waits for approval");
            assertThat(refused(rig, wish, operator)).contains("waits for approval");
            assertThat(rig.gate.approvals()).hasSize(1);
            rig.gate.answer(rig.gate.approvals().getFirst().id(), true, operator);
            assertThat(rig.awaitEnd(rig.goals.start(wish, operator).id()).state())
                    .isEqualTo(GoalState.DONE);
        }
    }

    private static String refused(Rig rig, GoalRequest wish, Actor operator) {
        try {
            return "started " + rig.goals.start(wish, operator).id();
        } catch (Refusal refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    private static DagObject whole(Rig rig, Digest id) {
        return ((Kept.Whole) rig.dag.find(id)).object();
    }
}
