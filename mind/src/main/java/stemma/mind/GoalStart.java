package stemma.mind;

import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Gate;
import stemma.core.Refusal;
import stemma.core.Result;

/** Takes the act that starts a goal, and reads its ending as an answer to whoever wanted the goal. */
final class GoalStart {
    private GoalStart() {}

    /** The act's id, which is the goal's; throws {@link Refusal} when the goal was not started. */
    static ActId perform(Gate gate, GoalRequest request, Actor caller) {
        Act act = Act.of(Goals.GOAL_START, request.dir().toString(), caller, request.provenance())
                .input(request.digest());
        return switch (gate.perform(Goals.GOAL_START, act, request)) {
            case Result.Waiting<Goals.GoalStarted>(Approval approval) ->
                throw new Refusal(
                        Refusal.Kind.FORBIDDEN,
                        "starting this goal waits for approval " + approval.id() + " (" + approval.reason()
                                + "); approve it and start the goal again");
            case Result.Ended<Goals.GoalStarted>(var receipt, var output) -> {
                if (output.isEmpty()) {
                    throw new Refusal(
                            Refusal.Kind.FORBIDDEN,
                            "the goal was not started: "
                                    + (receipt.note().isEmpty() ? receipt.rule() : receipt.note()) + " (act "
                                    + receipt.id() + ")");
                }
                yield receipt.id();
            }
        };
    }
}
