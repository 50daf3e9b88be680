package stemma.sandbox.undo;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Receipt;
import stemma.core.Refusal;
import stemma.ledger.table.Acts;
import stemma.ledger.table.Projector;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Diff;
import stemma.sandbox.run.RunOperations;
import stemma.sandbox.run.RunOperations.Ended;
import stemma.sandbox.run.RunOperations.FileEnd;
import stemma.sandbox.run.RunTexts;
import stemma.sandbox.run.Runs;
import stemma.store.Objects;
import stemma.store.StateDb;

/**
 * The verb that takes back: a run, an act that wrote a file, or all that a goal wrote and applied. Every
 * file is an act of its own, so that each has its receipt, and its question where a rule wants one.
 */
public final class UndoOperations {
    private static final String GOAL_OP = "goal.start";
    private static final List<String> GOAL_OPS = List.of("fs.write", "fs.edit", Diff.APPLY_OP);

    private final Parts parts;

    /**
     * What it works with.
     *
     * @param atWork the state of a goal that has not ended; empty for any other id
     */
    public record Parts(
            Gate gate,
            Runs runs,
            RunOperations runOperations,
            Acts acts,
            StateDb db,
            Projector projector,
            KeptContent kept,
            Objects objects,
            Function<ActId, Optional<String>> atWork) {}

    record IdInput(
            @Param(value = "the id of a run, a goal, or an act that wrote a file, such as 3.41", position = 0)
            String id) {}

    public UndoOperations(Parts parts) {
        this.parts = parts;
    }

    /** Every operation of this package, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<UndoOperations> live) {
        return List.of(new Operation<>(
                "undo",
                "Take back what a run, an act or a goal did to files; later edits are kept",
                IdInput.class,
                Ended.class,
                Auth.OPERATOR,
                true,
                (input, call) -> live.get().undo(input.id(), call),
                RunTexts::text));
    }

    /** Takes back; throws {@link Refusal} when there is nothing of that id, or nothing to take back. */
    public Ended undo(String text, Call call) throws InterruptedException {
        ActId id = ActId.given(text);
        parts.projector().settle();
        Entry entry = parts.acts()
                .entry(id)
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "there is no run, act or goal " + id + "; stemma act list shows the last acts"));
        return switch (entry) {
            case Receipt receipt -> undo(receipt, call);
            case Entry.Intent(ActId running, var act, var rule, var at)
            when act.op().equals(BoxSpec.RUN_OP) -> parts.runOperations().undo(running.toString(), call);
            case Entry.Asked asked ->
                throw refused(asked.id(), "waits for an answer: nothing has happened that could be taken back");
            default -> throw refused(id, "is at work; wait until it has ended");
        };
    }

    private Ended undo(Receipt receipt, Call call) throws InterruptedException {
        String op = receipt.act().op();
        if (op.equals(BoxSpec.RUN_OP)) {
            return parts.runOperations().undo(receipt.id().toString(), call);
        }
        if (receipt.ending() != Ending.DONE) {
            boolean may = receipt.spends() > 0 || receipt.ending() == Ending.UNKNOWN;
            throw refused(
                    receipt.id(),
                    "ended as " + receipt.ending().word()
                            + (may
                                    ? ", so that what it left is not known; look at "
                                            + receipt.act().target()
                                    : ": nothing happened that could be taken back"));
        }
        if (op.equals(GOAL_OP)) {
            return goal(receipt.id(), call);
        }
        Optional<String> run = run(receipt);
        if (run.isPresent() && op.equals(Diff.APPLY_OP)) {
            return parts.runOperations().undo(run.get(), call);
        }
        PastWrite past = PastWrite.of(receipt)
                .orElseThrow(() -> refused(
                        receipt.id(),
                        run.map(id -> "took run " + id + " back; apply it again: stemma apply " + id)
                                .orElseGet(() -> "is one of " + op + " and " + Outlook.why(op))));
        FileUndo undo = new FileUndo(parts, receipt.id(), call.caller());
        undo.take(List.of(past));
        return undo.ended("act");
    }

    private static Refusal refused(ActId id, String why) {
        return new Refusal(Refusal.Kind.CONFLICT, "act " + id + " " + why);
    }

    private static Optional<String> run(Receipt receipt) {
        return receipt.evidence().find("run").orElse(Json.ofNull()) instanceof Json.Str(String run)
                ? Optional.of(run)
                : Optional.empty();
    }

    private Ended goal(ActId id, Call call) throws InterruptedException {
        parts.atWork().apply(id).ifPresent(state -> {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "goal " + id + " is " + state + "; let it end, or first: stemma goal cancel " + id);
        });
        List<Receipt> receipts = parts.acts().done(Actor.goal(id), GOAL_OPS);
        if (receipts.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "goal " + id + " wrote no file and applied no run: there is nothing to take back");
        }
        FileUndo undo = new FileUndo(parts, id, call.caller());
        for (Receipt receipt : receipts.reversed()) {
            Optional<String> run = run(receipt);
            if (run.isPresent()) {
                undo.add(applied(run.get(), call));
            }
        }
        undo.take(receipts.stream().flatMap(r -> PastWrite.of(r).stream()).toList());
        return undo.ended("goal");
    }

    private List<FileEnd> applied(String run, Call call) throws InterruptedException {
        try {
            return parts.runOperations().undo(run, call).files();
        } catch (Refusal e) {
            return List.of(new FileEnd("run " + run, FileUndo.UNCHANGED, String.valueOf(e.getMessage())));
        }
    }
}
