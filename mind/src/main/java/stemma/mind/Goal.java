package stemma.mind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Provenance;

/**
 * A goal as its events left it. Immutable; {@link #after} gives the next.
 *
 * @param id the act that started it
 * @param text what is wanted, in the asker's words; empty in the table, which holds no content
 * @param object that holds the words; empty for goals of logs from before there were objects
 * @param dir the folder it is about
 * @param template name of the plan template, or {@code model}
 * @param planner {@code embedded} or {@code model}
 * @param provenance where the wish came from
 * @param state where it stands
 * @param waits for what, while it waits
 * @param message one sentence for a person
 * @param plans how many plans were made for it so far
 * @param steps of all plans, in order
 * @param report the object that holds the report
 * @param createdMillis wall time since the epoch
 * @param endedMillis wall time since the epoch; 0 while open
 */
public record Goal(
        ActId id,
        String text,
        Optional<Digest> object,
        String dir,
        String template,
        String planner,
        Provenance provenance,
        GoalState state,
        Waits waits,
        String message,
        int plans,
        List<GoalStep> steps,
        Optional<Digest> report,
        long createdMillis,
        long endedMillis) {

    static final String TURN_MESSAGE =
            "waiting its turn: " + Goals.ACTIVE_MAX + " goals are at work, which is the most";

    public Goal {
        Objects.requireNonNull(waits, "waits");
        steps = List.copyOf(steps);
    }

    static Goal of(ActId id, GoalEvent.Created e, long atMillis) {
        return new Goal(
                id,
                e.text(),
                e.object(),
                e.dir(),
                e.template(),
                e.planner(),
                e.provenance(),
                GoalState.WAITING,
                new Waits.Turn(),
                "",
                0,
                List.of(),
                Optional.empty(),
                atMillis,
                0);
    }

    /**
     * The goal after one more event. Throws {@link IllegalStateException} for a move that its state
     * does not allow.
     */
    Goal after(GoalEvent event, long atMillis) {
        if (state.ended()) {
            throw new IllegalStateException("goal " + id + " is " + state.word() + " and changes no more");
        }
        return switch (event) {
            case GoalEvent.Created e -> throw new IllegalStateException("goal " + id + " exists already");
            case GoalEvent.Planned e -> planned(e.titles());
            case GoalEvent.Extended e -> with(state, waits, message, plans, longer(steps, e.titles()), report, 0);
            case GoalEvent.Stepped e -> stepped(e, atMillis);
            case GoalEvent.Moved e -> moved(e, atMillis);
        };
    }

    /** What a goal that was active is once the node that worked on it has ended. */
    Goal interrupted(long atMillis) {
        if (state != GoalState.ACTIVE) {
            return this;
        }
        List<GoalStep> now = new ArrayList<>();
        for (GoalStep step : steps) {
            now.add(
                    step.state() == GoalStep.State.RUNNING
                            ? step.in(
                                    GoalStep.State.UNKNOWN,
                                    atMillis,
                                    step.receipts(),
                                    "the node ended while this step ran; look before you repeat it",
                                    Optional.empty())
                            : step);
        }
        String resume = "waiting: the node ended while it was at work; resume with stemma goal resume " + id;
        return with(GoalState.WAITING, new Waits.Resume(), resume, plans, now, report, 0);
    }

    /** The last step of that title that is done, whose findings can be used again. */
    Optional<GoalStep> finished(String title) {
        return steps.reversed().stream()
                .filter(s -> s.state() == GoalStep.State.DONE && s.title().equals(title))
                .findFirst();
    }

    /** The wish again, with the plan that was chosen for it. */
    GoalRequest request() {
        return new GoalRequest(text, Path.of(dir), Optional.of(template), provenance);
    }

    private Goal planned(List<String> titles) {
        List<GoalStep> kept = new ArrayList<>(steps);
        kept.removeIf(s -> s.state() == GoalStep.State.PENDING || s.state() == GoalStep.State.WAITING);
        return with(state, waits, message, plans + 1, longer(kept, titles), report, 0);
    }

    private static List<GoalStep> longer(List<GoalStep> steps, List<String> titles) {
        List<GoalStep> all = new ArrayList<>(steps);
        for (String title : titles) {
            int number = all.isEmpty() ? 1 : all.getLast().number() + 1;
            all.add(GoalStep.pending(number, title));
        }
        return all;
    }

    private Goal stepped(GoalEvent.Stepped e, long atMillis) {
        List<GoalStep> now = new ArrayList<>(steps);
        for (int i = 0; i < now.size(); i++) {
            GoalStep step = now.get(i);
            if (step.number() == e.number()) {
                if (!step.open()) {
                    throw new IllegalStateException("step " + e.number() + " of goal " + id + " has ended");
                }
                now.set(i, step.in(e.state(), atMillis, e.receipts(), e.summary(), e.result()));
                return with(state, waits, message, plans, now, report, 0);
            }
        }
        throw new IllegalStateException("goal " + id + " has no step " + e.number());
    }

    private Goal moved(GoalEvent.Moved e, long atMillis) {
        if (!state.next().contains(e.state())) {
            throw new IllegalStateException("goal " + id + " is " + state.word() + " and cannot become "
                    + e.state().word());
        }
        boolean ended = e.state().ended();
        List<GoalStep> now = new ArrayList<>(steps);
        if (ended) {
            now.replaceAll(s -> s.open() && e.state() != GoalState.DONE
                    ? s.in(GoalStep.State.CANCELLED, atMillis, s.receipts(), s.summary(), Optional.empty())
                    : s);
        }
        return with(e.state(), e.waits(), e.message(), plans, now, e.report(), ended ? atMillis : 0);
    }

    private Goal with(
            GoalState to, Waits on, String said, int made, List<GoalStep> now, Optional<Digest> found, long ended) {
        return new Goal(
                id,
                text,
                object,
                dir,
                template,
                planner,
                provenance,
                to,
                on,
                said,
                made,
                now,
                found,
                createdMillis,
                ended);
    }

    /** The same with its content filled in. */
    Goal filled(String words, String said, List<GoalStep> now) {
        return new Goal(
                id,
                words,
                object,
                dir,
                template,
                planner,
                provenance,
                state,
                waits,
                said,
                plans,
                now,
                report,
                createdMillis,
                endedMillis);
    }
}
