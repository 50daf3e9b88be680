package stemma.mind.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Operation;
import stemma.core.Refusal;
import stemma.mind.FirstGoals;
import stemma.mind.Goal;
import stemma.mind.GoalRequest;
import stemma.mind.GoalState;
import stemma.mind.GoalView;
import stemma.mind.MindOperations;
import stemma.mind.PlainBox;
import stemma.mind.PlanResult;
import stemma.mind.Rig;
import stemma.mind.plan.EmbeddedPlanner;

/** Every template but the survey, on one small folder. */
final class TemplatesTest {
    private static final Actor OPERATOR = Actor.operator("test");

    @TempDir
    private Path temp;

    private Path folder = Path.of("/");
    private final EmbeddedPlanner planner = new EmbeddedPlanner("configure a model in node.toml");
    private Optional<Rig> rig = Optional.empty();

    @BeforeEach
    void open() throws Exception {
        folder = new Repository(temp.resolve("folder"))
                .file(
                        "README.md",
                        "# Thing\n\nThe kettle boils water for tea. Tea needs water that boils. Nobody reads this"
                                + " far into the page. The kettle is red and the tea is hot in the morning.\n")
                .file("src/Kettle.java", """
                    /** Boils water. */
                    public final class Kettle {
                        int boil() {
                            return 100;
                        }
                    }
                    """)
                .file("src/Tea.java", """
                    class Tea {
                        int make(Kettle kettle) {
                            return kettle.boil();
                        }
                    }
                    """)
                .file("old/a.txt", "one\n")
                .file("old/b.txt", "same\n")
                .file("new/a.txt", "one\ntwo\n")
                .file("new/b.txt", "same\n")
                .file("new/c.txt", "x")
                .file("crlf.txt", "one\r\ntwo\r\n")
                .commit("Boil water")
                .folder();
        Path home = Files.createDirectories(temp.resolve("home"));
        rig = Optional.of(new Rig(home, planner, new PlainBox(Files.createDirectories(temp.resolve("scratch")))));
    }

    @AfterEach
    void close() {
        rig.ifPresent(Rig::close);
    }

    private Rig rig() {
        return rig.orElseThrow();
    }

    private String report(String wish) throws InterruptedException {
        Goal goal = rig().run(wish, folder);
        assertThat(goal.state()).as(goal.message()).isEqualTo(GoalState.DONE);
        return rig().report(goal);
    }

    @Test
    void symbolIsFoundAndExplained() throws Exception {
        assertThat(report("where is `Kettle` used?"))
                .contains("`src/Kettle.java:2`", "/** Boils water. */", "`src/Tea.java:2`", "1 use in 2 files");
        assertThat(report("where is `Cauldron` used?")).contains("nowhere");
    }

    @Test
    void foldersAreComparedByContent() throws Exception {
        assertThat(report("compare old/ and new/"))
                .contains("no: 1 differ, 0 only in old, 1 only in new", "a.txt (+1 lines)", "`c.txt`");
        assertThatThrownBy(() -> rig().goals.start(GoalRequest.of("compare old/ and /etc/", folder), OPERATOR))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("/etc");
    }

    @Test
    void documentIsSummarisedByItsOwnSentences() throws Exception {
        String report = report("summarise README.md");
        assertThat(report).contains("- The kettle boils water for tea.").doesNotContain("# Thing\n");
    }

    @Test
    void filesAreCountedMeasuredAndTidied() throws Exception {
        assertThat(report("count the lines of code")).contains("| Java | 2 | 11 |");
        assertThat(report("are there duplicate files?")).contains("`new/b.txt`, `old/b.txt`");
        assertThat(report("file hygiene report"))
                .contains("Windows line ends | 1 | `crlf.txt`")
                .contains("no newline at the end | 1 | `new/c.txt`");
        assertThat(report("what changed recently?")).contains("Boil water").contains("Ada");
    }

    @Test
    void bornNodeVerifiesItsLedgerAndSurveysItself() throws Exception {
        List<Goal> first = FirstGoals.give(rig().goals, temp, Optional.of(folder));
        assertThat(first).hasSize(2);
        for (Goal goal : first) {
            assertThat(rig().awaitEnd(goal.id()).state()).isEqualTo(GoalState.DONE);
        }
        assertThat(rig().report(rig().goals.find(first.getFirst().id()).orElseThrow()))
                .contains("**sound, ");
        assertThat(FirstGoals.give(rig().goals, temp, Optional.empty())).hasSize(1);
    }

    @Test
    void operationsShowGoalsAsTheContractSays() throws Exception {
        MindOperations operations = new MindOperations(rig().goals, planner);
        List<Operation<?, ?>> all = MindOperations.all(() -> operations);
        assertThat(all)
                .extracting(Operation::name)
                .containsExactly("goal", "goal.list", "goal.show", "goal.cancel", "goal.resume", "goal.templates");
        GoalView started = call(
                all, "goal", new MindOperations.GoalInput("count the lines", folder.toString(), ""), GoalView.class);
        rig().awaitEnd(ActId.parse(started.id()));
        GoalView shown = call(all, "goal.show", new MindOperations.IdInput(started.id()), GoalView.class);
        assertThat(shown.state()).isEqualTo("done");
        assertThat(shown.steps())
                .hasSize(1)
                .allMatch(s -> s.state().equals("done") && !s.receipts().isEmpty());
        assertThat(shown.report()).contains("# Lines of code");
        assertThat(text(all, "goal.show", shown)).contains("✓ 1. Count lines by language");
        MindOperations.GoalList list =
                call(all, "goal.list", new MindOperations.ListInput(50), MindOperations.GoalList.class);
        assertThat(list.goals())
                .hasSize(1)
                .allMatch(g -> g.steps().isEmpty() && g.report().isEmpty());
        MindOperations.TemplateList templates =
                call(all, "goal.templates", new Operation.Nothing(), MindOperations.TemplateList.class);
        assertThat(templates.templates()).hasSizeGreaterThanOrEqualTo(8);
        assertThatThrownBy(() -> call(
                        all,
                        "goal",
                        new MindOperations.GoalInput("book a flight", folder.toString(), ""),
                        GoalView.class))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no plan template")
                .hasMessageContaining("node.toml");
        assertThatThrownBy(() -> call(
                        all, "goal", new MindOperations.GoalInput("count the lines", "/no/such", ""), GoalView.class))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no folder /no/such");
        assertThatThrownBy(() -> call(
                        all, "goal", new MindOperations.GoalInput("x", folder.toString(), "magic"), GoalView.class))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no template named magic");
        assertThatThrownBy(() -> call(
                        all, "goal", new MindOperations.GoalInput("x", folder.toString(), "model"), GoalView.class))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no model can be asked: ");
        assertThatThrownBy(() -> call(all, "goal.show", new MindOperations.IdInput("1.99"), GoalView.class))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no goal 1.99");
        assertThatThrownBy(() -> call(all, "goal.show", new MindOperations.IdInput("x"), GoalView.class))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("3.41");
    }

    @Test
    void wordsThatMatchNothingAreToldTheNearestTemplate() {
        assertNearest("make the tests faster", "run-tests", "the nearest is run-tests");
        assertNearest("translate the documentation", "summarise", "the nearest is summarise");
        assertNearest("compose a sonnet about rivers", "", "none comes near");
        assertNearest("?", "", "none comes near");
    }

    private void assertNearest(String wish, String template, String said) {
        GoalRequest request = GoalRequest.of(wish, folder);
        assertThat(planner.plan(request)).isInstanceOfSatisfying(PlanResult.NoMatch.class, none -> {
            assertThat(none.nearest()).isEqualTo(template);
            assertThat(none.message())
                    .contains(said)
                    .contains("stemma goal --templates")
                    .contains("configure a model in node.toml");
        });
    }

    @Test
    void everyListedTemplateMatchesItsOwnExample() {
        planner.templates()
                .forEach(template -> assertThat(planner.plan(GoalRequest.of(template.example(), folder)))
                        .as(template.example())
                        .satisfies(result -> assertThat(result.toString())
                                .containsAnyOf(
                                        "template=" + template.name(), "Refused[message=which", "is no folder")));
    }

    @SuppressWarnings("unchecked") // the test names the operation whose types it uses
    private static <I extends Record, O extends Record> O call(
            List<Operation<?, ?>> all, String name, I input, Class<O> output) throws InterruptedException {
        Operation<I, O> operation = (Operation<I, O>) find(all, name);
        return output.cast(operation.handler().handle(input, new Call(OPERATOR, line -> {})));
    }

    @SuppressWarnings("unchecked") // as above
    private static <O extends Record> String text(List<Operation<?, ?>> all, String name, O output) {
        return ((Operation<?, O>) find(all, name)).text().apply(output);
    }

    private static Operation<?, ?> find(List<Operation<?, ?>> all, String name) {
        return all.stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
    }
}
