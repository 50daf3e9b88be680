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
import stemma.sandbox.run.OutputFolder;
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
    private static final double START_BAR_MILLIS = 8;
    private static final double BUBBLEWRAP_TIMES_MAX = 1.6;
    private static final double CANCEL_BAR_MILLIS = 100;
    private static final int SLEEPERS = 32;
    private static final String SLEEPING =
            "n=0; while [ $n -lt " + SLEEPERS + " ]; do sleep 600 & n=$((n + 1)); done; wait";
    private static final long SLEEPERS_MILLIS_MAX = 10_000;
    private static final int WARM_UP = 8;

    /** Its namespaces and a file tree of the same kind, without filter, limits, overlay, control group or status. */
    private static final List<String> BUBBLEWRAP =
            List.of(("bwrap --unshare-all --die-with-parent --ro-bind /usr /usr --symlink usr/bin /bin"
                            + " --symlink usr/lib /lib --symlink usr/lib64 /lib64 --ro-bind /etc /etc --proc /proc"
                            + " --dev /dev --tmpfs /tmp --remount-ro / --cap-drop ALL true")
                    .split(" "));

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
            OutputFolder outputs =
                    new OutputFolder(new LocalDisk(), base.resolve("outputs"), OutputFolder.Bounds.standard());
            Runs runs = new Runs(boxes, new Events(), new Objects(new LocalDisk(), base.resolve("objects")), outputs);
            AtomicInteger ids = new AtomicInteger();
            Performers.Builder performers = Performers.builder()
                    .add(EXEC, (spec, permit) -> boxed(boxes, "bench-" + ids.incrementAndGet(), spec, permit));
            runs.register(performers);
            try (Gate gate = GateBed.gate(ledger, new GrantBook(), performers)) {
                List<Figure> figures =
                        new ArrayList<>(figures(lab, gate, runs, runs.resolve(BoxSpec.of(project, "true"))));
                figures.addAll(cancelling(lab, gate, runs, runs.resolve(BoxSpec.of(project, "sh", "-c", SLEEPING))));
                return figures;
            }
        }
    }

    private static List<Figure> figures(Lab lab, Gate gate, Runs runs, BoxSpec spec)
            throws IOException, InterruptedException {
        int rounds = lab.rounds(60, 20);
        double[] bare = new double[rounds];
        double[] dropped = new double[rounds];
        double[] wrapped = new double[rounds];
        double[] boxed = new double[rounds];
        double[] whole = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            int at = Math.max(0, round);
            bare[at] = Shot.millis(
                    List.of("true"), spec.folder(), Map.of(), lab.folder().resolve("true.log"));
            dropped[at] = Shot.millis(
                    asUser(List.of("true")),
                    spec.folder(),
                    Map.of(),
                    lab.folder().resolve("setpriv.log"));
            wrapped[at] = Shot.millis(
                    asUser(BUBBLEWRAP), spec.folder(), Map.of(), lab.folder().resolve("bwrap.log"));
            boxed[at] = gate.perform(EXEC, act(spec), spec).orThrow();
            whole[at] = whole(gate, runs, spec);
        }
        Samples plain = new Samples(bare);
        Samples box = new Samples(boxed);
        Samples run = new Samples(whole);
        Samples peer = new Samples(wrapped);
        double ours = box.at(0.5) - plain.at(0.5);
        double theirs = peer.at(0.5) - plain.at(0.5);
        double withoutDrop = peer.at(0.5) - new Samples(dropped).at(0.5);
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.of("box over bare, p50", ours, "ms")
                        .beside("bubblewrap alone, over bare", theirs)
                        .bar(Bar.below(START_BAR_MILLIS)),
                Figure.of("the same, in times of bubblewrap alone", ours / theirs, "times")
                        .bar(Bar.atMost(BUBBLEWRAP_TIMES_MAX)),
                Figure.of("the same, where dropping root is not counted as bubblewrap's", ours / withoutDrop, "times"),
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

    /** Bubblewrap is not for root: there it is started through what drops root; a box does that on its own thread. */
    private static List<String> asUser(List<String> started) throws IOException {
        List<String> command = new ArrayList<>();
        if ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
            command.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"));
        }
        command.addAll(started);
        return command;
    }

    /** From the order to end a box full of processes until every one of them has ended. */
    private static List<Figure> cancelling(Lab lab, Gate gate, Runs runs, BoxSpec spec) throws InterruptedException {
        double[] ended = new double[lab.rounds(20, 5)];
        for (int round = -1; round < ended.length; round++) {
            ended[Math.max(0, round)] = cancelled(gate, runs, spec);
        }
        Samples millis = new Samples(ended);
        String what = "ending a box of " + SLEEPERS + " processes, none left, ";
        return List.of(
                Figure.of(what + "p50", millis.at(0.5), "ms"),
                Figure.of(what + "slowest", millis.at(1), "ms").bar(Bar.below(CANCEL_BAR_MILLIS)));
    }

    private static double cancelled(Gate gate, Runs runs, BoxSpec spec) throws InterruptedException {
        RunRequest request = new RunRequest(spec, RunIo.none());
        Thread run = Thread.ofVirtual().start(() -> runs.run(gate, request, OPERATOR));
        long deadline = System.nanoTime() + SLEEPERS_MILLIS_MAX * 1_000_000;
        List<ProcessHandle> all = inside(request);
        while (all.size() <= SLEEPERS) {
            if (System.nanoTime() > deadline) {
                throw new NotMeasured("the box did not start its " + SLEEPERS + " processes");
            }
            Thread.sleep(5);
            all = inside(request);
        }
        long start = System.nanoTime();
        request.box().orElseThrow().close();
        double millis = (System.nanoTime() - start) / 1e6;
        long left = all.stream().filter(ProcessHandle::isAlive).count();
        run.join();
        if (left > 0) {
            throw new NotMeasured(left + " processes survived their box");
        }
        return millis;
    }

    private static List<ProcessHandle> inside(RunRequest request) {
        return request.box().stream()
                .flatMap(box -> ProcessHandle.of(box.pid()).stream())
                .flatMap(ProcessHandle::descendants)
                .toList();
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
