package stemma.sandbox.undo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Receipt;
import stemma.core.Result;
import stemma.sandbox.ApplyReport;
import stemma.sandbox.Undoing;
import stemma.sandbox.run.RunOperations.Ended;
import stemma.sandbox.run.RunOperations.FileEnd;

/** One taking back of files: plans each, performs it as an act, and collects what became of it. One use. */
final class FileUndo {
    static final String UNCHANGED = "unchanged";

    private final UndoOperations.Parts parts;
    private final ActId id;
    private final Actor caller;
    private final List<FileEnd> ends = new ArrayList<>();
    private final List<Approval> waiting = new ArrayList<>();

    /**
     * Begins one.
     *
     * @param id what was named to be taken back
     */
    FileUndo(UndoOperations.Parts parts, ActId id, Actor caller) {
        this.parts = parts;
        this.id = id;
        this.caller = caller;
    }

    /** What something else came to, such as a run of the same goal. */
    void add(List<FileEnd> others) {
        ends.addAll(others);
    }

    /** Takes the files back, each by itself, what was written last first. */
    void take(List<PastWrite> writes) {
        List<PastWrite> inForce = new ArrayList<>();
        for (PastWrite write : writes) {
            Optional<ActId> by = UndoTable.undoer(parts.db(), write.acts().getFirst());
            if (by.isPresent()) {
                ends.add(new FileEnd(
                        write.target(), UNCHANGED, "it is as it was before: act " + by.get() + " took it back"));
            } else {
                join(inForce, write);
            }
        }
        inForce.reversed().forEach(write -> ends.add(taken(write)));
    }

    /** The report; throws {@link ActWaiting} when there is nothing but questions to report. */
    Ended ended(String what) {
        if (!waiting.isEmpty() && waiting.size() == ends.size()) {
            throw new ActWaiting(waiting.getFirst());
        }
        long left = ends.stream()
                .filter(end ->
                        end.outcome().equals(FileEnd.REFUSED) || end.outcome().equals(FileEnd.WAITING))
                .count();
        String state = left == 0 ? "undone" : left == ends.size() ? "not undone" : "partly undone";
        return new Ended(what, id.toString(), state, ends);
    }

    /** A file's writes that follow each other become one, which stands where the last of them stood. */
    private static void join(List<PastWrite> writes, PastWrite next) {
        for (int i = writes.size() - 1; i >= 0; i--) {
            PastWrite earlier = writes.get(i);
            if (earlier.target().equals(next.target())) {
                Optional<PastWrite> both = earlier.then(next);
                if (both.isPresent()) {
                    writes.remove(i);
                }
                writes.add(both.orElse(next));
                return;
            }
        }
        writes.add(next);
    }

    private FileEnd taken(PastWrite write) {
        return switch (FilePlan.of(write, parts.kept())) {
            case FilePlan.Nothing(String why) -> new FileEnd(write.target(), UNCHANGED, why);
            case FilePlan.Refused(String why) -> new FileEnd(write.target(), FileEnd.REFUSED, why);
            case FilePlan.Do(Undoing.OfFile undoing, String outcome) -> performed(write, undoing, outcome);
        };
    }

    /** What will be done is kept under the act's input digest, for a person who is asked. */
    private FileEnd performed(PastWrite write, Undoing.OfFile undoing, String outcome) {
        parts.objects().put(undoing.restoration().input().canonical());
        return switch (parts.runs().undo(parts.gate(), undoing, caller)) {
            case Result.Waiting<ApplyReport>(Approval approval) -> {
                waiting.add(approval);
                String how = "for approval " + approval.id() + "; then again: stemma undo " + id;
                yield new FileEnd(write.target(), FileEnd.WAITING, how);
            }
            case Result.Ended<ApplyReport> ended
            when ended.done().isPresent() -> new FileEnd(write.target(), outcome, "");
            case Result.Ended<ApplyReport>(Receipt receipt, var output) ->
                new FileEnd(
                        write.target(),
                        FileEnd.REFUSED,
                        receipt.ending().word() + ", " + receipt.note() + " (act " + receipt.id() + ")");
        };
    }
}
