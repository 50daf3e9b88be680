package stemma.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.Provenance;
import stemma.ledger.LedgerFile;
import stemma.policy.GrantBook;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Boxes;
import stemma.sandbox.RunningBox;
import stemma.sandbox.SandboxConfig;
import stemma.sandbox.run.RunIo;
import stemma.sandbox.run.RunRequest;
import stemma.sandbox.run.Runs;
import stemma.store.LocalDisk;
import stemma.store.Objects;

/**
 * What the box adds to a command that does nothing: {@code true} started plainly, in a box, and as a
 * whole run through the gate with its two durable entries and its diff, in turns.
 */
final class RunOverhead implements Measurement {
    private static final Op<BoxSpec, Double> EXEC = Op.effect(BoxSpec.EXEC_OP);
    private static final Actor OPERATOR = Actor.operator("bench");
    private static final double BAR_MILLIS = 15;
    private static final int WARM_UP = 8;

    @Override
    public String name() {
        return "run-overhead";
    }

    @Override
    public String what() {
        return "`true` in the box over bare `true`, from request accepted to exit code returned";
    }

    @Override
    public List<Figure> run(Lab lab) throws Exception {
        Path base = lab.fresh("box");
        Path project = Files.createDirectory(base.resolve("project"));
        Path user = Files.createDirectory(base.resolve("user"));
        SandboxConfig config = SandboxConfig.standard(base.resolve("node").resolve("boxes"), user, System.getenv());
        try (LedgerFile ledger = GateBed.ledger(base.resolve("home"));
                Boxes boxes = Boxes.open(config)) {
            Runs runs = new Runs(boxes, new Events(), new Objects(new LocalDisk(), base.resolve("objects")));
            AtomicInteger ids = new AtomicInteger();
            Performers.Builder performers = Performers.builder()
                    .add(EXEC, (spec, permit) -> boxed(boxes, "bench-" + ids.incrementAndGet(), spec, permit));
            runs.register(performers);
            try (Gate gate = GateBed.gate(ledger, new GrantBook(), performers)) {
                return figures(lab, gate, runs, runs.resolve(BoxSpec.of(project, "true")));
            }
        }
    }

    private static List<Figure> figures(Lab lab, Gate gate, Runs runs, BoxSpec spec)
            throws IOException, InterruptedException {
        int rounds = lab.rounds(60, 20);
        double[] bare = new double[rounds];
        double[] boxed = new double[rounds];
        double[] whole = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            int at = Math.max(0, round);
            bare[at] = Shot.millis(
                    List.of("true"), spec.folder(), Map.of(), lab.folder().resolve("true.log"));
            boxed[at] = gate.perform(EXEC, act(spec), spec).orThrow();
            whole[at] = whole(gate, runs, spec);
        }
        Samples plain = new Samples(bare);
        Samples box = new Samples(boxed);
        Samples run = new Samples(whole);
        List<Figure> figures = new ArrayList<>(List.of(
                over("box over bare", box, plain, 0.5).bar(Bar.below(BAR_MILLIS)),
                over("box over bare", box, plain, 0.9),
                over("whole run (gate, ledger, diff) over bare", run, plain, 0.5)
                        .bar(Bar.below(BAR_MILLIS)),
                over("whole run (gate, ledger, diff) over bare", run, plain, 0.9)));
        try {
            figures.add(commandLine(lab, spec.folder()));
        } catch (NotMeasured e) {
            lab.say("without the command line beside it: " + e.getMessage());
        }
        return figures;
    }

    private static Figure over(String what, Samples ours, Samples bare, double share) {
        return Figure.of(what + ", p" + Math.round(share * 100), ours.at(share) - bare.at(share), "ms")
                .beside("bare `true`", bare.at(share));
    }

    private static Act act(BoxSpec spec) {
        Effect effect = spec.effect(EXEC.name());
        return Act.of(EXEC, effect.target(), OPERATOR, Provenance.OPERATOR).input(effect.inputDigest());
    }

    /** One box by itself: from the spec to the exit code. */
    private static Done<Double> boxed(Boxes boxes, String id, BoxSpec spec, Permit permit)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (RunningBox box = boxes.start(permit, id, spec, event -> {})) {
            int code = box.await().exitCode();
            double millis = (System.nanoTime() - start) / 1e6;
            if (code != 0) {
                throw new NotMeasured("`true` in the box ended with " + code);
            }
            return Done.of(millis);
        }
    }

    private static double whole(Gate gate, Runs runs, BoxSpec spec) {
        long start = System.nanoTime();
        int code = runs.run(gate, new RunRequest(spec, RunIo.none()), OPERATOR)
                .orThrow()
                .exit()
                .exitCode();
        double millis = (System.nanoTime() - start) / 1e6;
        if (code != 0) {
            throw new NotMeasured("`true` in a run ended with " + code);
        }
        return millis;
    }

    /** The same from a terminal, with a node running. */
    private static Figure commandLine(Lab lab, Path project) throws IOException, InterruptedException {
        NodeHome home = NodeHome.make(lab);
        double[] boxed = new double[lab.rounds(9, 3)];
        double[] start = new double[boxed.length];
        try (LiveNode node = home.start(true)) {
            lab.say("node " + node.pid() + " is ready");
            for (int round = -1; round < boxed.length; round++) {
                boxed[Math.max(0, round)] = home.millis(true, project, "run", "--", "true");
                start[Math.max(0, round)] = home.millis(true, project, "status");
            }
        }
        return Figure.of("./stemma run -- true with a node running, median", new Samples(boxed).median(), "ms")
                .beside("./stemma status", new Samples(start).median());
    }
}
