package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActWaiting;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Operation;
import stemma.core.Refusal;
import stemma.core.Secret;
import stemma.mind.Goal;
import stemma.mind.GoalRequest;
import stemma.store.Home;
import stemma.store.LocalDisk;

/** What an operator has erased is gone from the home, and the log still proves that it was there. */
@Timeout(300)
final class ErasureTest {
    private static final String WORD = "turquoise";
    private static final Secret PHRASE = Secret.of("nine herons stand still");
    private static final Actor OPERATOR = Actor.operator("test");

    @TempDir
    private Path folder;

    private Node open() {
        return Node.open(
                new Home(folder.resolve("home")),
                Map.of(
                        "HOME",
                        folder.toString(),
                        "XDG_STATE_HOME",
                        folder.resolve("state").toString()));
    }

    @SuppressWarnings("unchecked") // the input is the operation's own
    private static <I extends Record> Record call(Node node, String name, I input) throws InterruptedException {
        Operation<I, ?> operation =
                (Operation<I, ?>) node.catalogue().find(name).orElseThrow();
        return (Record) operation.handler().handle(input, new Call(OPERATOR, line -> {}));
    }

    private Goal counted(Node node) throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.writeString(work.resolve("A.java"), "class A {}\n");
        Goal goal = node.goals().start(GoalRequest.of("Count the lines of code, " + WORD, work), OPERATOR);
        while (!goal.state().ended()) {
            Thread.sleep(10);
            goal = node.goals().find(goal.id()).orElseThrow();
        }
        return goal;
    }

    private static ErasureOperations.Wanted wanted(Goal goal, boolean look) {
        return new ErasureOperations.Wanted(goal.id().toString(), look);
    }

    private static ErasureOperations.Erased erase(Node node, ErasureOperations.Wanted wanted)
            throws InterruptedException {
        assertThatThrownBy(() -> call(node, "log.erase", wanted))
                .isInstanceOf(ActWaiting.class)
                .hasMessageContaining("1 goal");
        var asked = node.gate().approvals().getFirst();
        node.gate().answer(asked.id(), true, OPERATOR);
        return (ErasureOperations.Erased) call(node, "log.erase", wanted);
    }

    @Test
    void whatARunPrintedGoesToo() throws Exception {
        try (Node node = open()) {
            Goal goal = counted(node);
            Path outputs = Files.createDirectories(folder.resolve("home/outputs"));
            Path printed = Files.writeString(outputs.resolve(goal.id().toString()), WORD);
            Path anothers = Files.writeString(outputs.resolve("9.9"), WORD);
            ErasureOperations.Erased erased = erase(node, wanted(goal, false));
            assertThat(erased.toString()).contains("1 output of a run");
            assertThat(printed).doesNotExist();
            assertThat(anothers).exists();
        }
    }

    /** The files below a folder that hold the word. */
    private static List<Path> telling(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(WORD)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static String text(Object record) {
        return String.valueOf(record);
    }

    @Test
    void aGoalGoesAndItsProofStays() throws Exception {
        Path home = folder.resolve("home");
        try (Node node = open()) {
            Goal goal = counted(node);
            Goal other = counted(node);
            assertThat(telling(home)).isNotEmpty();
            ErasureOperations.Erased would = (ErasureOperations.Erased) call(node, "log.erase", wanted(goal, true));
            assertThat(would.goes()).isEqualTo("1 answer, 1 findings, 1 goal, 1 plan");
            assertThat(would.act()).isEmpty();
            assertThat(node.gate().approvals()).isEmpty();

            ErasureOperations.Erased done = erase(node, wanted(goal, false));
            assertThat(done.objects()).isEqualTo(4);
            assertThat(node.goals().find(goal.id()).orElseThrow().text())
                    .isEqualTo("[erased by act " + done.act() + "]");
            assertThat(node.goals().find(other.id()).orElseThrow().text()).contains(WORD);
            assertThat(text(call(node, "log.verify", new Operation.Nothing())))
                    .contains("sound=true")
                    .contains("4 objects were erased by act " + done.act());
            assertThatThrownBy(() -> call(node, "log.erase", wanted(goal, true)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("was erased already, by act " + done.act());

            erase(node, wanted(other, false));
            assertThat(telling(home)).isEmpty();
        }
        assertThat(telling(home)).isEmpty();
    }

    @Test
    void aBackupMadeAfterwardsDoesNotHaveItAndIsSound() throws Exception {
        Path backup = folder.resolve("node.backup");
        try (Node node = open()) {
            erase(node, wanted(counted(node), false));
            call(node, "backup", new BackupOperations.Wanted(backup.toString(), true, PHRASE, PHRASE));
        }
        Path restored = folder.resolve("restored");
        assertThat(new Restore(new LocalDisk(), new Home(restored))
                        .from(backup, PHRASE)
                        .size())
                .isPositive();
        assertThat(telling(restored)).isEmpty();
    }

    @Test
    void rulesThatKnowNothingOfErasingSayHowToAllowIt() throws Exception {
        try (Node node = open()) {
            counted(node);
        }
        Path rules = folder.resolve("home/policy.rules");
        Files.writeString(
                rules,
                Files.readAllLines(rules).stream()
                        .filter(line -> !line.contains("ledger.erase"))
                        .reduce("", (all, line) -> all + line + "\n"));
        try (Node node = open()) {
            Goal goal = node.goals().newest(1).getFirst();
            assertThatThrownBy(() -> call(node, "log.erase", wanted(goal, false)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("ask ledger.erase * by operator");
            assertThat(telling(folder.resolve("home"))).isNotEmpty();
        }
    }

    @Test
    void adoptedRulesComeFromThoseBefore() throws Exception {
        try (Node node = open()) {
            assertThat(node.projector()).isNotNull();
        }
        Path rules = folder.resolve("home/policy.rules");
        Files.writeString(rules, Files.readString(rules) + "# another line\n");
        try (Node node = open()) {
            node.projector().settle();
            assertThat(text(call(node, "log.verify", new Operation.Nothing())))
                    .contains("all 2 objects are as they were recorded");
        }
    }
}
