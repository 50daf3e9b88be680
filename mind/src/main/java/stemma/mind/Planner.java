package stemma.mind;

import java.util.List;

/** Turns a goal into a plan. Planning looks at the wish only: it takes no act and reads no file's content. */
public interface Planner {
    /** What a goal names in place of a template to have a model plan it, whatever its words say. */
    String MODEL = "model";

    PlanResult plan(GoalRequest request);

    /** The templates that a goal can name; empty for a planner that has none. */
    List<Template> templates();

    /**
     * A plan template as it is listed.
     *
     * @param name to choose it by
     * @param summary one sentence without a full stop
     * @param example a goal that matches it
     */
    record Template(String name, String summary, List<Parameter> parameters, String example) {
        public Template {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A typed parameter of a template, found in the goal's words.
     *
     * @param type {@code folder}, {@code symbol} or {@code file}
     */
    record Parameter(String name, String type, String summary, boolean required) {}

    /** Asks one planner after the other; the first that knows how, or can say what is missing, answers. */
    static Planner inOrder(Planner first, Planner second) {
        return new Planner() {
            @Override
            public PlanResult plan(GoalRequest request) {
                PlanResult result = first.plan(request);
                return result instanceof PlanResult.NoMatch ? second.plan(request) : result;
            }

            @Override
            public List<Template> templates() {
                return first.templates();
            }
        };
    }
}
