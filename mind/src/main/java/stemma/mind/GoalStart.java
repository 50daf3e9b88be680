package stemma.mind;

import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Digest;
import stemma.core.Gate;
import stemma.core.Refusal;
import stemma.core.Result;

/** Takes the act that starts a goal, and reads its ending as an answer to whoever wanted the goal. */
final class GoalStart {
    private GoalStart() {}

    /** The object that holds these words: the one that a question about them is bound to, or a new one. */
    static Digest object(Gate gate, GoalObjects objects, GoalRequest request) {
        return gate.approvals().stream()
                .map(Approval::act)
                .filter(act -> act.op().equals(Goals.GOAL_START.name())
                        && act.target().equals(request.dir().toString()))
                .map(Act::inputDigest)
                .filter(object -> objects.holds(object, request))
                .findFirst()
                .orElseGet(() -> objects.goal(request));
    }

    /** The act's id, which is the goal's; throws {@link Refusal} when the goal was not started. */
    static ActId perform(Gate gate, GoalRequest request, Digest object, Actor caller) {
        Act act = Act.of(Goals.GOAL_START, request.dir().toString(), caller, request.provenance())
                .input(object);
        return switch (gate.perform(Goals.GOAL_START, act, object)) {
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
