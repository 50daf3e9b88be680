package stemma.mind;

import java.util.List;
import stemma.core.ActId;
import stemma.core.Provenance;

/**
 * A goal as it goes over the wire.
 *
 * @param id of the act that started it
 * @param state {@code active}, {@code waiting}, {@code done}, {@code failed} or {@code cancelled}
 * @param endedMillis 0 while it is open
 * @param message one sentence for a person
 * @param steps in order; empty in a list of goals
 * @param report Markdown; empty until there is one, and in a list of goals
 * @param trust of the report, as rules write it; of the wish in a list of goals
 */
public record GoalView(
        String id,
        String text,
        String dir,
        String template,
        String planner,
        String state,
        long createdMillis,
        long endedMillis,
        String message,
        List<StepView> steps,
        String report,
        String trust) {

    public GoalView {
        steps = List.copyOf(steps);
    }

    /** A step as it goes over the wire. */
    public record StepView(
            int number,
            String title,
            String state,
            long startedMillis,
            long endedMillis,
            List<String> receipts,
            String summary) {
        public StepView {
            receipts = List.copyOf(receipts);
        }

        static StepView of(GoalStep step) {
            return new StepView(
                    step.number(),
                    step.title(),
                    step.state().word(),
                    step.startedMillis(),
                    step.endedMillis(),
                    step.receipts().stream().map(ActId::toString).toList(),
                    step.summary());
        }
    }

    /** Without its steps and its report. */
    static GoalView brief(Goal goal) {
        return of(goal, List.of(), "", goal.provenance());
    }

    static GoalView whole(Goal goal, String report, Provenance label) {
        return of(goal, goal.steps().stream().map(StepView::of).toList(), report, label);
    }

    private static GoalView of(Goal goal, List<StepView> steps, String report, Provenance label) {
        return new GoalView(
                goal.id().toString(),
                goal.text(),
                goal.dir(),
                goal.template(),
                goal.planner(),
                goal.state().word(),
                goal.createdMillis(),
                goal.endedMillis(),
                goal.message(),
                steps,
                report,
                label.trust().word());
    }
}
