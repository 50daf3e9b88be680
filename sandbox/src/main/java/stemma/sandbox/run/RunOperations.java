package stemma.sandbox.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Approval;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.ledger.table.Projector;
import stemma.sandbox.ApplyReport;
import stemma.sandbox.BoxChanges;
import stemma.sandbox.Change;
import stemma.sandbox.Diff;
import stemma.sandbox.Undoing;

/** What can be asked about runs, and what can be done with their changes. */
public final class RunOperations {
    public static final int RUNS_MAX = 200;

    private final Gate gate;
    private final Runs runs;
    private final RunReader reader;
    private final Projector projector;

    public RunOperations(Gate gate, Runs runs, RunReader reader, Projector projector) {
        this.gate = gate;
        this.runs = runs;
        this.reader = reader;
        this.projector = projector;
    }

    record ListInput(
            @Param(value = "how many, 1 to 200", byDefault = "50")
            int limit) {
        ListInput {
            if (limit < 1 || limit > RUNS_MAX) {
                throw new Refusal(Refusal.Kind.BAD_INPUT, "limit is 1 to " + RUNS_MAX + ", not " + limit);
            }
        }
    }

    record Listed(List<RunView> runs) {}

    record IdInput(
            @Param(value = "the run's id, such as 3.41", position = 0)
            String id) {}

    record ChosenInput(
            @Param(value = "the run's id, such as 3.41", position = 0)
            String id,

            @Param(value = "only these paths, each with all that lies in it", byDefault = "", position = 1)
            List<String> paths) {}

    /**
     * What became of one file.
     *
     * @param reason one clause, where the outcome does not say it all
     */
    public record FileEnd(String path, String outcome, String reason) {
        public static final String REFUSED = "refused";
        public static final String WAITING = "waiting";
    }

    /**
     * What became of all of them; sound when none was refused and none waits.
     *
     * @param what {@code run}, {@code act} or {@code goal}
     * @param state how it stands now
     */
    public record Ended(String what, String id, String state, List<FileEnd> files) implements Operation.Judgement {
        public Ended {
            files = List.copyOf(files);
        }

        public long count(String outcome) {
            return files.stream().filter(file -> file.outcome().equals(outcome)).count();
        }

        @Override
        public boolean sound() {
            return count(FileEnd.REFUSED) == 0 && count(FileEnd.WAITING) == 0;
        }
    }

    /** Every operation of this module, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<RunOperations> live) {
        return List.of(
                new Operation<>(
                        "run.list",
                        "List runs, the newest first",
                        ListInput.class,
                        Listed.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().list(input, call),
                        RunTexts::text),
                new Operation<>(
                        "run.show",
                        "Show one run and what it changed",
                        IdInput.class,
                        RunView.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().show(input, call),
                        RunTexts::text),
                new Operation<>(
                        "apply",
                        "Write a run's changes into its folder",
                        ChosenInput.class,
                        Ended.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().apply(input, call),
                        RunTexts::text),
                new Operation<>(
                        "discard",
                        "Forget a run's changes",
                        IdInput.class,
                        Ended.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().discard(input, call),
                        RunTexts::discarded));
    }

    Listed list(ListInput input, Call call) throws InterruptedException {
        projector.settle();
        return new Listed(reader.newest(input.limit()));
    }

    RunView show(IdInput input, Call call) throws InterruptedException {
        projector.settle();
        try {
            return reader.find(ActId.given(input.id())).orElseThrow(() -> unknown(input.id()));
        } catch (IOException e) {
            throw new UncheckedIOException("run " + input.id() + " cannot be read", e);
        }
    }

    Ended apply(ChosenInput input, Call call) throws InterruptedException {
        BoxChanges changes = changes(input.id(), RunTable.PENDING, RunTable.UNDONE);
        if (changes.applied()) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "the node ended while it applied run " + input.id() + "; put the folder back first: stemma undo "
                            + input.id());
        }
        Diff diff = runs.marked(gate, diff(changes));
        if (diff.cut() && input.paths().isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "run " + input.id() + " has more than " + Diff.CHANGES_MAX
                            + " changes, so it is not applied as a whole; name the paths");
        }
        Set<Path> paths = input.paths().isEmpty() ? Runs.usual(diff) : chosen(diff, input.paths());
        Map<Path, String> left = LeftOut.of(diff, paths, input.paths());
        paths.removeAll(left.keySet());
        if (paths.isEmpty() && !left.isEmpty()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "nothing is applied: " + LeftOut.sentence(left));
        }
        Result<ApplyReport> result = runs.apply(gate, new Runs.Chosen(changes, diff, paths), call.caller());
        if (result instanceof Result.Waiting<ApplyReport>(Approval approval)) {
            throw new ActWaiting(approval, RunTexts.others(diff.runningLater(paths)));
        }
        return ended(
                input.id(),
                RunTable.APPLIED,
                path -> "applied",
                result.orThrow().refusing(left));
    }

    /** Takes the applied changes of a run back. */
    public Ended undo(String id, Call call) throws InterruptedException {
        BoxChanges changes = changes(id, RunTable.APPLIED, RunTable.PENDING, RunTable.UNDONE);
        if (!changes.applied()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "run " + id + " is not applied: there is nothing to take back");
        }
        ApplyReport report =
                runs.undo(gate, new Undoing.OfRun(changes), call.caller()).orThrow();
        String state = report.refused().isEmpty() ? RunTable.UNDONE : RunTable.APPLIED;
        return ended(
                id,
                state,
                path -> Files.exists(changes.folder().resolve(path), LinkOption.NOFOLLOW_LINKS)
                        ? "restored"
                        : "removed",
                report);
    }

    Ended discard(IdInput input, Call call) throws InterruptedException {
        BoxChanges changes = changes(input.id(), RunTable.PENDING, RunTable.UNDONE, RunTable.APPLIED);
        if (changes.halfApplied()) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "the node ended while it applied run " + input.id()
                            + ", and discarding forgets the way back; first: stemma undo " + input.id());
        }
        String state = changes.applied() ? RunTable.APPLIED : RunTable.DISCARDED;
        return ended(
                input.id(),
                state,
                path -> "discarded",
                runs.discard(gate, changes, call.caller()).orThrow());
    }

    private static Ended ended(String id, String state, Function<Path, String> outcome, ApplyReport report) {
        List<FileEnd> files = new ArrayList<>();
        report.done().forEach(path -> files.add(new FileEnd(path.toString(), outcome.apply(path), "")));
        report.refused().forEach((path, reason) -> files.add(new FileEnd(path.toString(), FileEnd.REFUSED, reason)));
        return new Ended("run", id, state, files);
    }

    /** The chosen paths and everything changed below them. */
    private static Set<Path> chosen(Diff diff, List<String> paths) {
        Set<Path> chosen = new TreeSet<>();
        for (String text : paths) {
            Path wanted = wanted(text);
            List<Path> found = diff.changes().stream()
                    .map(Change::path)
                    .filter(path -> wanted.toString().isEmpty() || path.startsWith(wanted))
                    .toList();
            if (found.isEmpty()) {
                throw new Refusal(Refusal.Kind.NOT_FOUND, "this run changed nothing at '" + text + "'");
            }
            chosen.addAll(found);
        }
        return chosen;
    }

    private static Path wanted(String text) {
        try {
            return Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "'" + text + "' is no path: " + e.getReason());
        }
    }

    private BoxChanges changes(String text, String... states) throws InterruptedException {
        ActId id = ActId.given(text);
        projector.settle();
        String state = reader.state(id).orElseThrow(() -> unknown(text));
        if (!List.of(states).contains(state)) {
            String hint = Map.of(
                            RunTable.RUNNING, "wait for it, or stop it",
                            RunTable.UNCHANGED, "it changed nothing",
                            RunTable.APPLIED, "undo it first",
                            RunTable.DISCARDED, "its changes are gone")
                    .getOrDefault(state, "there is nothing to take back");
            throw new Refusal(Refusal.Kind.CONFLICT, "run " + text + " is " + state + ": " + hint);
        }
        try {
            Optional<BoxChanges> changes = runs.changes(id);
            return changes.orElseThrow(
                    () -> new Refusal(Refusal.Kind.NOT_FOUND, "the changes of run " + text + " are no longer kept"));
        } catch (IOException e) {
            throw new UncheckedIOException("the changes of run " + text + " cannot be read", e);
        }
    }

    private static Diff diff(BoxChanges changes) {
        try {
            return changes.diff();
        } catch (IOException e) {
            throw new UncheckedIOException("the changes of run " + Runs.runId(changes) + " cannot be read", e);
        }
    }

    private static Refusal unknown(String id) {
        return new Refusal(Refusal.Kind.NOT_FOUND, "there is no run " + id + "; stemma run list shows the last ones");
    }
}
