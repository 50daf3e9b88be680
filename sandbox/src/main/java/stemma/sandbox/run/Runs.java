package stemma.sandbox.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Result;
import stemma.sandbox.ApplyReport;
import stemma.sandbox.BoxChanges;
import stemma.sandbox.BoxExplanation;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Boxes;
import stemma.sandbox.Change;
import stemma.sandbox.Diff;
import stemma.sandbox.KeptBox;
import stemma.sandbox.SandboxProbe;
import stemma.sandbox.Undoing;
import stemma.store.Objects;

/**
 * Performs runs and what follows them.
 *
 * <pre>
 *   proc.run -> pending -> fs.apply   -> applied -> fs.undo -> undone
 *                       -> fs.discard -> discarded
 * </pre>
 *
 * <p>A run that changed nothing has nothing pending. Thread-safe.
 */
public final class Runs {
    /** Runs a person's command in a box. */
    public static final Op<RunRequest, RunEnd> RUN = Op.effect(BoxSpec.RUN_OP);
    /** Writes chosen changes of a run into its folder. */
    public static final Op<Chosen, ApplyReport> APPLY = Op.effect(Diff.APPLY_OP);
    /** Takes applied changes of a run, or what acts wrote into one file, back. */
    public static final Op<Undoing, ApplyReport> UNDO = Op.effect(BoxChanges.UNDO_OP);
    /** Forgets a run's changes. */
    public static final Op<BoxChanges, ApplyReport> DISCARD = Op.effect(BoxChanges.DISCARD_OP);

    /** Asks git which changes it ignores. */
    public static final Op<Diff, Diff> IGNORED = Op.effect(BoxSpec.IGNORED_OP);
    /** Runs a trial box. */
    public static final Op<Trial, SandboxProbe> PROBE = Op.effect(BoxSpec.PROBE_OP);

    /** The input of a trial box, which needs none. */
    public record Trial() {}

    /** Forgets what a box left that belongs to no run. */
    static final Op<String, ApplyReport> SWEEP = Op.effect(BoxChanges.SWEEP_OP);

    private static final Actor SELF = Actor.node("sandbox");
    private static final ApplyReport NOTHING = new ApplyReport(List.of(), Map.of());

    /** How much longer than the command itself starting and ending its box may take. */
    private static final long BOX_MILLIS = 60_000;

    private static final long APPLY_MILLIS = 600_000;

    private final Boxes boxes;
    private final Events events;
    private final Objects objects;
    private final OutputFolder outputs;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** Something done to a run's changes. */
    @FunctionalInterface
    private interface Step {
        ApplyReport run() throws IOException;
    }

    /** Changes of a run, and which of them to apply. */
    public record Chosen(BoxChanges changes, Diff diff, Set<Path> paths) {}

    /**
     * Runs in these boxes.
     *
     * @param objects keeps the end of each run's output; the receipt names it by digest
     * @param outputs keeps what is longer than that end
     */
    public Runs(Boxes boxes, Events events, Objects objects, OutputFolder outputs) {
        this.outputs = outputs;
        this.boxes = boxes;
        this.events = events;
        this.objects = objects;
    }

    /** Registers a performer for each of these ops. */
    public void register(Performers.Builder performers) {
        performers
                .add(RUN, new RunPerformer(boxes, events, objects, outputs))
                .add(
                        APPLY,
                        (chosen, permit) -> alone(
                                chosen.changes(), () -> chosen.changes().apply(permit, chosen.diff(), chosen.paths())))
                .add(UNDO, (undoing, permit) -> switch (undoing) {
                    case Undoing.OfRun(BoxChanges changes) -> alone(changes, () -> changes.undo(permit));
                    case Undoing.OfFile file -> file.perform(permit);
                })
                .add(
                        DISCARD,
                        (changes, permit) -> alone(changes, () -> {
                            changes.discard(permit);
                            return NOTHING;
                        }))
                .add(SWEEP, (id, permit) -> {
                    boxes.remove(permit, id);
                    return Done.of(NOTHING)
                            .evidence(Json.object().put("box", id).build());
                })
                .add(
                        IGNORED,
                        (diff, permit) -> Done.of(boxes.withIgnored(permit, "ignored-" + boxId(permit.id()), diff)))
                .add(PROBE, (trial, permit) -> probed(boxes.probe(permit, "probe-" + boxId(permit.id()))));
    }

    /** The command as it will be run, with real paths; throws what {@link Boxes#resolve} throws. */
    public BoxSpec resolve(BoxSpec spec) throws IOException {
        return boxes.resolve(spec);
    }

    /** A folder with nothing in it, for a command that needs none. */
    public Path emptyFolder() {
        return boxes.emptyFolder();
    }

    /** How it would be held; throws what {@link Boxes#explain} throws. */
    public BoxExplanation explain(BoxSpec spec) throws IOException {
        return boxes.explain(spec);
    }

    /** Runs the command through the gate and returns when it has ended. */
    public Result<RunEnd> run(Gate gate, RunRequest request, Actor actor) {
        Effect effect = request.spec().effect(BoxSpec.RUN_OP);
        long most = Math.min(Act.DEADLINE_MILLIS_MAX, request.spec().limits().wallMillis() + BOX_MILLIS);
        Act act = Act.of(RUN, effect.target(), actor, Provenance.OPERATOR)
                .input(effect.inputDigest())
                .paidFrom(Act.PURSE_DEFAULT, Cost.millis(most))
                .within(most);
        return gate.perform(RUN, act, request);
    }

    /**
     * Applies through the gate; a path that runs later makes the act one that is asked about. What will be applied is
     * kept under the act's input digest, for the person who is asked.
     */
    public Result<ApplyReport> apply(Gate gate, Chosen chosen, Actor actor) {
        String box = chosen.changes().id();
        objects.put(chosen.diff().input(box, chosen.paths()).canonical());
        return follow(gate, APPLY, chosen.diff().applying(box, chosen.paths()), chosen, actor);
    }

    /** Takes something back through the gate. */
    public Result<ApplyReport> undo(Gate gate, Undoing undoing, Actor actor) {
        return follow(gate, UNDO, undoing.effect(), undoing, actor);
    }

    public Result<ApplyReport> discard(Gate gate, BoxChanges changes, Actor actor) {
        return follow(gate, DISCARD, changes.discarding(), changes, actor);
    }

    /** The diff with the paths marked that git ignores; as it is where git cannot be asked. */
    public Diff marked(Gate gate, Diff diff) {
        if (diff.changes().isEmpty() || !Files.isDirectory(diff.folder().resolve(".git"))) {
            return diff;
        }
        Effect effect = boxes.ignoring(diff);
        Act act = Act.of(IGNORED, effect.target(), SELF, Provenance.NODE).input(effect.inputDigest());
        return switch (gate.perform(IGNORED, act, diff)) {
            case Result.Ended<Diff>(Receipt receipt, Optional<Diff> marked) -> marked.orElse(diff);
            case Result.Waiting<Diff> waiting -> diff;
        };
    }

    /** Forgets what a box left that belongs to no run. */
    Result<ApplyReport> sweep(Gate gate, String box) {
        return follow(gate, SWEEP, boxes.removing(box), box, SELF);
    }

    /** Forgets a run's changes because there are too many, or they are too old. */
    Result<ApplyReport> expire(Gate gate, BoxChanges changes) {
        return follow(gate, DISCARD, changes.discarding(), changes, SELF);
    }

    /** What is kept of boxes that have ended. */
    List<KeptBox> kept() throws IOException {
        return boxes.kept();
    }

    OutputFolder outputs() {
        return outputs;
    }

    /** What this machine can do to hold a command, by a trial. */
    public SandboxProbe probe(Gate gate) {
        Effect effect = Boxes.probing();
        Act act = Act.of(PROBE, effect.target(), SELF, Provenance.NODE).input(effect.inputDigest());
        return gate.perform(PROBE, act, new Trial()).orThrow();
    }

    private static Done<SandboxProbe> probed(SandboxProbe probe) {
        String strength = probe.strength().name().toLowerCase(Locale.ROOT);
        return Done.of(probe).evidence(Json.object().put("strength", strength).build());
    }

    private static <I> Result<ApplyReport> follow(
            Gate gate, Op<I, ApplyReport> op, Effect effect, I input, Actor actor) {
        Provenance provenance = actor.equals(SELF) ? Provenance.NODE : Provenance.OPERATOR;
        Act act = Act.of(op, effect.target(), actor, provenance)
                .input(effect.inputDigest())
                .within(APPLY_MILLIS);
        return gate.perform(op, act, input);
    }

    /** What a run left, by its id; empty when nothing of it is left. */
    public Optional<BoxChanges> changes(ActId id) throws IOException {
        return boxes.changes(boxId(id));
    }

    static String boxId(ActId id) {
        return id.boot() + "-" + id.sequence();
    }

    /** The run whose changes these are. */
    static String runId(BoxChanges changes) {
        return changes.id().replace('-', '.');
    }

    private static Done<ApplyReport> reported(BoxChanges changes, ApplyReport report) {
        return Done.of(report)
                .evidence(Json.object()
                        .put("run", runId(changes))
                        .put("done", report.done().size())
                        .put(
                                "refused",
                                Json.array(report.refused().entrySet().stream()
                                        .limit(RunEvidence.PATHS_MAX)
                                        .map(refusal -> Json.of(refusal.getKey() + ": " + refusal.getValue()))
                                        .toList()))
                        .build());
    }

    /** What is done to one run's changes is done by one at a time. */
    private Done<ApplyReport> alone(BoxChanges changes, Step work) throws IOException {
        if (!busy.add(changes.id())) {
            throw new IllegalStateException("the changes of run " + runId(changes) + " are being worked on already");
        }
        try {
            return reported(changes, work.run());
        } finally {
            busy.remove(changes.id());
        }
    }

    /** The paths of a diff that a plain apply takes: all that git does not ignore and that can be written. */
    public static Set<Path> usual(Diff diff) {
        return diff.noticed().stream()
                .filter(change -> !change.flags().contains(Change.Flag.SPECIAL))
                .map(Change::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
