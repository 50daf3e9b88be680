package stemma.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Refusal;
import stemma.core.Scope;
import stemma.mind.Goal;
import stemma.mind.GoalRequest;
import stemma.mind.GoalState;
import stemma.mind.Goals;
import stemma.mind.Waits;
import stemma.store.Home;

/** A whole node in this process, over a home of its own with the rules of every new home, and the stand-in model. */
final class CorpusNode implements AutoCloseable {
    private static final Actor OPERATOR = Actor.operator("corpus");
    private static final long GOAL_MILLIS_MAX = 120_000;
    private static final long CASES_MILLIS_MAX = 600_000;

    final Node node;
    final StandInModel model;
    final World world;
    private final Path home;

    CorpusNode(Path folder) throws IOException {
        Path real = folder.toRealPath();
        home = Files.createDirectories(real.resolve("home"));
        model = new StandInModel();
        Files.writeString(
                home.resolve("node.toml"),
                "[model]\nendpoint = \"" + model.base() + "\"\nname = \"" + StandInModel.NAME + "\"\n");
        Map<String, String> environment = Map.of(
                "HOME", real.toString(), "XDG_STATE_HOME", real.toString(), "PATH", "/usr/local/bin:/usr/bin:/bin");
        node = Node.open(new Home(home), environment);
        world = new World(real, home);
    }

    /**
     * What became of a goal.
     *
     * @param approvals how many questions were answered with yes
     * @param open the question it waits for at the end, which is then answered with no
     */
    record Ended(Optional<Goal> goal, String report, int approvals, Optional<Approval> open, List<Receipt> acts) {}

    /** What is done with one case. */
    @FunctionalInterface
    interface Work<T> {
        T on(CorpusFile.Case each) throws Exception;
    }

    /** Works on the cases, as many at a time as a node works on goals; the answers are in the order of the cases. */
    static <T> List<T> together(List<CorpusFile.Case> cases, Work<T> work) throws InterruptedException {
        List<Callable<T>> tasks = new ArrayList<>();
        cases.forEach(each -> tasks.add(() -> work.on(each)));
        return Scope.parallel("cases", Goals.ACTIVE_MAX, tasks, Duration.ofMillis(CASES_MILLIS_MAX));
    }

    /** Gives a goal, answers so many of its questions with yes, and waits for its end or its next question. */
    Ended run(CorpusFile.Case each, int number, World.Scene scene, int approvalsMax) throws InterruptedException {
        CorpusFile.Script script = each.scripts().get(number - 1);
        List<CorpusFile.Turn> turns = new ArrayList<>();
        for (CorpusFile.Turn turn : script.turns()) {
            turns.add(new CorpusFile.Turn(
                    scene.filled(turn.when()),
                    turn.calls().stream()
                            .map(call -> new CorpusFile.Call(call.tool(), scene.filled(call.arguments())))
                            .toList(),
                    scene.filled(turn.says())));
        }
        String wish = scene.filled(script.wish());
        GoalRequest request = GoalRequest.of(wish, scene.folder);
        if (!turns.isEmpty()) {
            String mark = model.learn(each.name(), number, new CorpusFile.Script(wish, "", turns));
            request = GoalRequest.of(wish + " " + mark, scene.folder).using("model");
        } else if (!script.template().isEmpty()) {
            request = request.using(script.template());
        }
        long from = node.ledger().size();
        ActId id;
        try {
            id = node.goals().start(request, OPERATOR).id();
        } catch (Refusal refused) {
            return unstarted(String.valueOf(refused.getMessage()));
        }
        int approvals = 0;
        Goal goal = awaited(id);
        while (goal.waits() instanceof Waits.ForApproval(ActId asked) && approvals < approvalsMax) {
            node.gate().answer(asked, true, OPERATOR);
            approvals++;
            goal = awaited(id);
        }
        Optional<Approval> open = Optional.empty();
        if (goal.waits() instanceof Waits.ForApproval(ActId asked)) {
            open = node.gate().approvals().stream()
                    .filter(a -> a.id().equals(asked))
                    .findFirst();
            node.gate().answer(asked, false, OPERATOR);
            goal = awaited(id);
        }
        return new Ended(
                Optional.of(goal), node.goals().answers().report(goal).orElse(""), approvals, open, acts(from, id));
    }

    /** A goal that was not even started, because starting it is asked about. */
    private Ended unstarted(String why) {
        Approval asked = node.gate().approvals().stream()
                .filter(approval -> why.contains("approval " + approval.id() + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(why));
        node.gate().answer(asked.id(), false, OPERATOR);
        return new Ended(Optional.empty(), why, 0, Optional.of(asked), List.of());
    }

    private List<Receipt> acts(long from, ActId goal) {
        List<Receipt> acts = new ArrayList<>();
        String actor = Actor.goal(goal).toString();
        for (long at = from; at < node.ledger().size(); at++) {
            Entry entry = EntryCodec.parse(node.ledger().entry(at).bytes());
            if (entry instanceof Receipt receipt
                    && receipt.act().actor().toString().equals(actor)) {
                acts.add(receipt);
            }
        }
        return acts;
    }

    /** The goal once it has ended, or waits for a question that is open. */
    private Goal awaited(ActId id) throws InterruptedException {
        long end = System.nanoTime() + GOAL_MILLIS_MAX * 1_000_000;
        while (System.nanoTime() < end) {
            Goal goal = node.goals().find(id).orElseThrow();
            boolean asks = goal.state() == GoalState.WAITING
                    && goal.waits() instanceof Waits.ForApproval(ActId asked)
                    && node.gate().approvals().stream()
                            .anyMatch(a -> a.id().equals(asked) && a.state() == Approval.State.PENDING);
            if (goal.state().ended() || asks) {
                return goal;
            }
            Thread.sleep(3);
        }
        throw new AssertionError(
                "goal " + id + " came to no end: " + node.goals().find(id));
    }

    /** Every act of the whole ledger that was done. */
    List<Receipt> done() {
        List<Receipt> done = new ArrayList<>();
        for (long at = 0; at < node.ledger().size(); at++) {
            if (EntryCodec.parse(node.ledger().entry(at).bytes()) instanceof Receipt receipt
                    && receipt.ending() == stemma.core.Ending.DONE) {
                done.add(receipt);
            }
        }
        return done;
    }

    /** Where something came from, of all that a goal found. */
    Provenance label(Goal goal) {
        return node.goals().answers().label(goal);
    }

    @Override
    public void close() {
        node.close();
        model.close();
        world.close();
    }
}
