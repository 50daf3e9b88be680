package stemma.mind;

import java.util.List;

/**
 * One step of a plan: one act, or a few that belong together. A step takes at most one act that
 * changes anything, as its last, because a step that has to ask runs again from its beginning once
 * it was answered.
 *
 * @param title what it does, for a person
 * @param work does it
 */
public record Step(String title, Work work) {
    public Step {
        title = Texts.cut(Texts.oneLine(title), GoalStep.TITLE_CHARS_MAX);
    }

    /** The work of a step. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does the step's acts through the bench.
         *
         * @param before what the steps before it found
         * @throws StepFailed when the goal cannot be reached
         * @throws InterruptedException when the goal was cancelled
         */
        Outcome run(Bench bench, Findings before) throws InterruptedException;
    }

    /** How a step ended. */
    public sealed interface Outcome {
        /**
         * It did what it was to do.
         *
         * @param summary what came of it, in one line
         * @param more steps that follow from it, behind those that were planned already
         */
        record Done(String summary, Findings findings, List<Step> more) implements Outcome {
            public Done {
                more = List.copyOf(more);
            }
        }

        /**
         * The plan does not lead to the goal; another one is tried.
         *
         * @param why one sentence
         * @param instead the steps of the new plan
         */
        record Replan(String why, List<Step> instead) implements Outcome {
            public Replan {
                instead = List.copyOf(instead);
            }
        }

        static Outcome done(String summary, Findings findings) {
            return new Done(summary, findings, List.of());
        }
    }
}
