package stemma.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Gate;
import stemma.core.Log;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.Provenance;
import stemma.core.Recovered;
import stemma.core.Verdict;

/** A box engine over a folder of its own, with a gate that allows everything, so that permits are real ones. */
public final class Rig implements AutoCloseable {
    /** Work done with a permit. */
    @FunctionalInterface
    interface Work<O> {
        O with(Permit permit) throws Exception;
    }

    /** How a run ended and what it said. */
    public record Ran(BoxExit exit, String out, String err, RunningBox box) {
        public int code() {
            return exit.exitCode();
        }
    }

    private static final List<String> OPS = List.of(
            BoxSpec.EXEC_OP,
            BoxSpec.CONNECT_OP,
            BoxSpec.IGNORED_OP,
            BoxSpec.PROBE_OP,
            Diff.APPLY_OP,
            BoxChanges.DISCARD_OP,
            BoxChanges.UNDO_OP,
            BoxChanges.SWEEP_OP);

    public final Path project;
    final Path home;
    final Boxes boxes;
    final List<BoxEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final Gate gate;
    private final AtomicInteger runs = new AtomicInteger();

    public Rig(Path base) throws IOException {
        this(base, Function.identity());
    }

    Rig(Path base, Function<SandboxConfig, SandboxConfig> tuned) throws IOException {
        Path real = base.toRealPath();
        project = Files.createDirectories(real.resolve("project"));
        home = Files.createDirectories(real.resolve("home"));
        SandboxConfig config = SandboxConfig.standard(real.resolve("node").resolve("boxes"), home, System.getenv());
        boxes = Boxes.open(tuned.apply(config));
        gate = gate();
    }

    /** A named pipe, which the JDK cannot make. */
    static void pipe(Path at) throws IOException, InterruptedException {
        int code = new ProcessBuilder("mkfifo", at.toString()).start().waitFor();
        if (code != 0) {
            throw new IOException("mkfifo ended with " + code);
        }
    }

    RunningBox start(BoxSpec spec) {
        String op = spec.netHosts().isEmpty() ? BoxSpec.EXEC_OP : BoxSpec.CONNECT_OP;
        return perform(resolved(spec).effect(op), permit -> boxes.start(permit, nextId(), spec, events::add));
    }

    public Ran run(BoxSpec spec) throws Exception {
        return run(spec, new byte[0]);
    }

    /** With this on its input. */
    public Ran run(BoxSpec spec, byte[] input) throws Exception {
        RunningBox box = start(spec);
        try (box) {
            CompletableFuture<String> err = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> err.complete(text(box.stderr())));
            Thread.ofVirtual().start(() -> feed(input, box.stdin()));
            String out = text(box.stdout());
            return new Ran(box.await(), out, err.get(), box);
        }
    }

    private static void feed(byte[] input, OutputStream to) {
        try (to) {
            to.write(input);
        } catch (IOException e) {
            return; // the command has ended without reading it
        }
    }

    Ran sh(String script) throws Exception {
        return run(BoxSpec.of(project, "sh", "-c", script));
    }

    ApplyReport applyAll(BoxChanges changes) throws IOException {
        Diff diff = changes.diff();
        Set<Path> all =
                Set.copyOf(diff.changes().stream().map(Change::path).distinct().toList());
        return apply(changes, diff, all);
    }

    ApplyReport apply(BoxChanges changes, Diff diff, Set<Path> chosen) {
        return perform(diff.applying(changes.id(), chosen), permit -> changes.apply(permit, diff, chosen));
    }

    ApplyReport undo(BoxChanges changes) {
        return perform(changes.undoing(), changes::undo);
    }

    /** Performs an act that is for exactly this effect. */
    <O> O perform(Effect effect, Work<O> work) {
        return perform(effect, effect.op(), work);
    }

    <O> O perform(Effect effect, String op, Work<O> work) {
        Op<Work<O>, O> typed = Op.effect(op);
        Act act = Act.of(typed, effect.target(), Actor.node("test"), Provenance.NODE)
                .input(effect.inputDigest())
                .within(120_000);
        return gate.perform(typed, act, work).orThrow();
    }

    String nextId() {
        return "run-" + runs.incrementAndGet();
    }

    private BoxSpec resolved(BoxSpec spec) {
        try {
            return boxes.resolve(spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(java.io.InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Gate gate() {
        Performers.Builder performers = Performers.builder();
        for (String name : OPS) {
            Op<Work<Object>, Object> op = Op.effect(name);
            performers.add(op, (work, permit) -> Done.of(work.with(permit)));
        }
        Gate.Ports ports =
                new Gate.Ports(act -> new Verdict.Allow("test"), new FreePurses(), new ForgetfulLog(), Clock.system());
        return Gate.open(ports, performers.build(), Recovered.NOTHING, "test");
    }

    @Override
    public void close() throws IOException {
        gate.close();
        boxes.close();
    }

    private static final class ForgetfulLog implements Log {
        private final AtomicLong next = new AtomicLong();

        @Override
        public long append(byte[] entry) {
            return next.getAndIncrement();
        }

        @Override
        public void awaitDurable(long index) {}
    }
}
