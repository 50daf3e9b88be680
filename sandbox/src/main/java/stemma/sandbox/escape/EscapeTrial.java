package stemma.sandbox.escape;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.core.ActWaiting;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Gate;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.sandbox.BoxExplanation;
import stemma.sandbox.BoxLimits;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.run.RunEnd;
import stemma.sandbox.run.RunIo;
import stemma.sandbox.run.RunRequest;
import stemma.sandbox.run.Runs;

/**
 * Runs the attempts as an ordinary run, by the same way and under the same rules as any command of a person, so that
 * what is shown is what holds. Only its bounds are narrower, that the attempts on them may end soon. Thread-safe; one
 * trial at a time.
 */
final class EscapeTrial {
    private static final int PROCESSES_MAX = 48;
    private static final int MEMORY_MIB = 128;
    private static final long FILE_BYTES_MAX = 1 << 20;
    private static final long CPU_SECONDS = 1;
    private static final long WALL_MILLIS = 120_000;

    /** What a shell or bubblewrap sets by itself in any box. */
    private static final Set<String> SET_INSIDE = Set.of("PWD", "OLDPWD", "SHLVL", "TERM", "_");

    /** What the attempts on the bounds go for: more than is given. */
    static final Map<String, String> BEYOND = Map.of(
            "processes", Integer.toString(PROCESSES_MAX + 16),
            "memory", Integer.toString(MEMORY_MIB * 2),
            "file", Long.toString(FILE_BYTES_MAX * 3),
            "cpu", Long.toString(CPU_SECONDS + 1),
            "scratch", "/tmp");

    private final Gate gate;
    private final Runs runs;
    private final Path folder;

    /** How a trial ended: the run, and each attempt. */
    record Trial(String run, List<Attempt> attempts) {}

    /**
     * Lays its lures in this folder.
     *
     * @param folder made and removed by each trial; in the node's home
     */
    EscapeTrial(Gate gate, Runs runs, Path folder) {
        this.gate = gate;
        this.runs = runs;
        this.folder = folder;
    }

    /**
     * Makes the attempts.
     *
     * @param outside what else there is to reach for on this machine, by the script's names
     */
    synchronized Trial run(Actor actor, Map<String, String> outside) {
        String marker = marker();
        try (Lures lures = Lures.lay(folder)) {
            Map<String, String> facts = lures.facts();
            facts.putAll(BEYOND);
            facts.putAll(outside);
            facts.put("marker", marker);
            ungranted(lures.project()).ifPresent(names -> facts.put("names", names));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            BoxSpec spec = runs.resolve(BoxSpec.of(lures.project().toRealPath(), EscapeScript.command())
                    .withLimits(limits()));
            RunIo io = new RunIo(new ByteArrayInputStream(EscapeScript.input(facts)), out, err);
            Result<RunEnd> result = runs.run(gate, new RunRequest(spec, io), actor);
            if (result instanceof Result.Waiting<RunEnd>(Approval approval)) {
                throw new ActWaiting(approval);
            }
            RunEnd end = result.orThrow();
            if (end.exit().exitCode() != 0) {
                throw new Refusal(
                        Refusal.Kind.UNAVAILABLE,
                        "the attempts broke off with exit code " + end.exit().exitCode() + ": "
                                + err.toString(StandardCharsets.UTF_8).strip());
            }
            return new Trial(
                    end.id(),
                    EscapeScript.parse(out.toByteArray()).stream()
                            .map(attempt -> afterwards(attempt, marker))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the trial in " + folder + " could not be prepared", e);
        }
    }

    /** The node's own variables that a box is not given, for the attempts to look for. */
    private Optional<String> ungranted(Path project) throws IOException {
        BoxExplanation held = runs.explain(BoxSpec.of(project.toRealPath(), "perl"));
        String names = held.withheld().stream()
                .filter(name -> !SET_INSIDE.contains(name) && !name.contains(","))
                .collect(Collectors.joining(","));
        return Optional.of(names).filter(text -> !text.isEmpty());
    }

    /** What a survivor would be found by once the box has ended; a number that nothing else sleeps for. */
    static String marker() {
        return Long.toString(90_000_000 + ProcessHandle.current().pid());
    }

    static Attempt afterwards(Attempt attempt, String marker) {
        if (attempt.outcome() != Attempt.Outcome.LATER) {
            return attempt;
        }
        return survivors(marker).findAny().isPresent()
                ? attempt.became(Attempt.Outcome.OPEN, "")
                : attempt.became(Attempt.Outcome.SHUT, "it ended with the box");
    }

    /** The processes that an ended box left behind. */
    static Stream<ProcessHandle> survivors(String marker) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.endsWith("sleep " + marker))
                        .isPresent());
    }

    static BoxLimits limits() {
        BoxLimits usual = BoxLimits.standard();
        return new BoxLimits(
                CPU_SECONDS,
                (long) MEMORY_MIB << 20,
                PROCESSES_MAX,
                FILE_BYTES_MAX,
                usual.scratchBytes(),
                WALL_MILLIS,
                usual.outputBytesMax());
    }
}
