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
 * the wish came from and what was read on the way, and leaves its receipt with the step.
 *
 * <p>Trust falls by itself here. What an act returned is joined to what every later act of the step
 * carries, so that no step has to remember it. Only {@link #bounded} does not carry it: for an act of
 * which nothing but small typed values was chosen by what was read. Thread-safe.
 */
public final class Bench {
    private final ActId goal;
    private final Gate gate;
    private final Toolbox toolbox;
    private final Behalf behalf;
    private final GoalObjects.Trail trail;
    private final List<ActId> receipts = new ArrayList<>();
    private Provenance read;

    /**
     * A bench for one step.
     *
     * @param behalf on whose behalf the goal was set
     * @param read what earlier steps of the goal have read
     * @param trail keeps what the step leaves
     */
    public Bench(
            ActId goal,
            Path folder,
            Behalf behalf,
            Provenance read,
            Gate gate,
            CommandBox box,
            GoalObjects.Trail trail) {
        this.goal = goal;
        this.gate = gate;
        this.behalf = behalf;
        this.read = read;
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

    /**
     * The tools over the folder, for a caller that notes its receipts with {@link #note}, keeps account of
     * what it has read, and says so with {@link #saw}.
     */
    public Toolbox toolbox(Provenance seen) {
        return toolbox.on(behalf.after(seen));
    }

    /** Joins to the step's label what was read by other means. */
    public synchronized void saw(Provenance provenance) {
        read = read.with(provenance);
    }

    /** Where all that this step knows came from. */
    public synchronized Provenance label() {
        return behalf.provenance().with(read);
    }

    /**
     * Uses a tool.
     *
     * @throws ActWaiting when a person has to be asked; the step runs again once answered
     * @throws InterruptedException when the goal was stopped
     */
    public <T> Seen<T> use(Function<Toolbox, Result<T>> tool) throws InterruptedException {
        return seen(tool.apply(toolbox(label())));
    }

    /** Uses a tool as somebody who has read data of that provenance. */
    public <T> Seen<T> use(Provenance read, Function<Toolbox, Result<T>> tool) throws InterruptedException {
        return seen(tool.apply(toolbox(label().with(read))));
    }

    /**
     * Uses a tool for an act of which what was read chose nothing but values that {@link stemma.core.Extract}
     * gave.
     *
     * @param chosen their provenance
     */
    public <T> Seen<T> bounded(Provenance chosen, Function<Toolbox, Result<T>> tool) throws InterruptedException {
        return seen(tool.apply(toolbox(chosen)));
    }

    /** Performs any other act, as somebody who has read data of that provenance. */
    public <I, O> Seen<O> perform(Provenance read, Op<I, O> op, String target, UnaryOperator<Act> shape, I input)
            throws InterruptedException {
        return seen(
                gate.perform(op, shape.apply(behalf.after(label().with(read)).act(op, target)), input));
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
                receipt.label().ifPresent(this::saw);
                if (receipt.ending() == Ending.CANCELLED || Thread.interrupted()) {
                    throw new InterruptedException(
                            "act " + receipt.id() + " was " + receipt.ending().word());
                }
                yield new Seen<>(receipt, ended.done());
            }
        };
    }
}
