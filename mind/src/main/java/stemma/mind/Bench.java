package stemma.mind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Behalf;
import stemma.core.Ending;
import stemma.core.Gate;
import stemma.core.Op;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Result;
import stemma.tools.CommandBox;
import stemma.tools.Toolbox;

/**
 * What one step does its acts with: each goes through the gate under the goal's name, carries where
 * the wish came from, and leaves its receipt with the step. Thread-safe.
 */
public final class Bench {
    private final ActId goal;
    private final Gate gate;
    private final Toolbox toolbox;
    private final Behalf behalf;
    private final GoalObjects.Trail trail;
    private final List<ActId> receipts = new ArrayList<>();

    public Bench(ActId goal, Path folder, Behalf behalf, Gate gate, CommandBox box, GoalObjects.Trail trail) {
        this.goal = goal;
        this.gate = gate;
        this.behalf = behalf;
        this.trail = trail;
        this.toolbox = new Toolbox(gate, folder, behalf, box);
    }

    /** The goal at work. */
    public ActId goal() {
        return goal;
    }

    /** The folder the goal is about. */
    public Path folder() {
        return toolbox.folder();
    }

    /** On whose behalf the step acts. */
    public Behalf behalf() {
        return behalf;
    }

    /** What the step keeps as objects, and where those that follow come from. */
    public GoalObjects.Trail left() {
        return trail;
    }

    /** The tools over the folder, for a caller that notes its receipts with {@link #note}. */
    public Toolbox toolbox(Provenance seen) {
        return toolbox.on(behalf.after(seen));
    }

    /**
     * Uses a tool.
     *
     * @throws ActWaiting when a person has to be asked; the step runs again once answered
     * @throws InterruptedException when the goal was stopped
     */
    public <T> Seen<T> use(Function<Toolbox, Result<T>> tool) throws InterruptedException {
        return seen(tool.apply(toolbox));
    }

    /** Uses a tool as somebody who has read data of that provenance. */
    public <T> Seen<T> use(Provenance read, Function<Toolbox, Result<T>> tool) throws InterruptedException {
        return seen(tool.apply(toolbox(read)));
    }

    /** Performs any other act, as somebody who has read data of that provenance. */
    public <I, O> Seen<O> perform(Provenance read, Op<I, O> op, String target, UnaryOperator<Act> shape, I input)
            throws InterruptedException {
        return seen(gate.perform(op, shape.apply(behalf.after(read).act(op, target)), input));
    }

    /** Notes an act that was taken on this step's behalf by other means. */
    public synchronized void note(Receipt receipt) {
        if (receipts.size() < GoalStep.RECEIPTS_MAX) {
            receipts.add(receipt.id());
        }
    }

    /** The acts so far, in order of their ends. */
    public synchronized List<ActId> receipts() {
        return List.copyOf(receipts);
    }

    private <T> Seen<T> seen(Result<T> result) throws InterruptedException {
        return switch (result) {
            case Result.Waiting<T>(var approval) -> throw new ActWaiting(approval);
            case Result.Ended<T> ended -> {
                Receipt receipt = ended.receipt();
                note(receipt);
                if (receipt.ending() == Ending.CANCELLED || Thread.interrupted()) {
                    throw new InterruptedException(
                            "act " + receipt.id() + " was " + receipt.ending().word());
                }
                yield new Seen<>(receipt, ended.done());
            }
        };
    }
}
