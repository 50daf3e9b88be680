package stemma.mind;

import java.util.List;

/**
 * How a goal is to be reached.
 *
 * @param template the plan template it was made from, or {@code model}
 * @param planner {@code embedded} or {@code model}
 * @param title of the report
 * @param takesOver whether a goal that goes on after an interruption may use what steps of the same
 *     title found before, instead of taking them again
 * @param steps in order, 1 to {@value #STEPS_MAX}
 */
public record Plan(String template, String planner, String title, boolean takesOver, List<Step> steps) {
    /** The most steps of one plan, those included that its steps add. */
    public static final int STEPS_MAX = 20;

    public Plan {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > STEPS_MAX) {
            throw new IllegalArgumentException("a plan has 1 to " + STEPS_MAX + " steps, not " + steps.size());
        }
    }
}
