package stemma.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.ActRefused;
import stemma.core.ActWaiting;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Ending;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Provenance;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.ledger.table.Projector;
import stemma.mind.Goals;
import stemma.policy.RulePolicy;

/** How an operator has content erased. */
final class ErasureOperations {
    private static final long ERASE_MILLIS_MAX = 10 * 60 * 1_000L;

    private final Gate gate;
    private final Erasure erasure;
    private final Goals goals;
    private final Projector projector;

    ErasureOperations(Gate gate, Erasure erasure, Goals goals, Projector projector) {
        this.gate = gate;
        this.erasure = erasure;
        this.goals = goals;
        this.projector = projector;
    }

    record Wanted(
            @Param(
                    value = "a goal's or an act's id such as 3.41, or six or more digits of an object's name",
                    position = 0)
            String id,

            @Param(value = "only say what would go", byDefault = "false")
            boolean look) {}

    /**
     * What went, or would go.
     *
     * @param act that erased it; empty when nothing was
     */
    record Erased(String id, String act, int objects, String goes, String stays) {}

    static List<Operation<?, ?>> all(Supplier<ErasureOperations> live) {
        return List.of(new Operation<>(
                "log.erase",
                "Erase what is kept of a goal, an act or an object; commitments and proofs stay",
                Wanted.class,
                Erased.class,
                Auth.OPERATOR,
                true,
                (input, call) -> live.get().erase(input, call),
                ErasureOperations::text));
    }

    private Erased erase(Wanted wanted, Call call) throws InterruptedException {
        projector.settle();
        refuseOpen(wanted.id());
        ErasePlan plan = erasure.plan(wanted.id());
        if (wanted.look()) {
            return erased(plan, "");
        }
        Act act = Act.of(Erasure.ERASE, plan.id(), call.caller(), Provenance.OPERATOR)
                .input(plan.digest())
                .within(ERASE_MILLIS_MAX);
        return switch (gate.perform(Erasure.ERASE, act, plan)) {
            case Result.Waiting<ErasePlan>(var approval) -> throw new ActWaiting(approval, " (" + plan.goes() + ")");
            case Result.Ended<ErasePlan>(var receipt, var output) -> {
                if (receipt.ending() == Ending.DENIED && receipt.rule().equals(RulePolicy.DEFAULT)) {
                    throw new Refusal(
                            Refusal.Kind.FORBIDDEN,
                            "the rules say nothing of erasing; add the line \"ask ledger.erase * by operator\" to"
                                    + " policy.rules, then: stemma policy adopt (act " + receipt.id() + ")");
                }
                ErasePlan done = output.orElseThrow(() -> new ActRefused(receipt));
                projector.settle();
                yield erased(done, receipt.id().toString());
            }
        };
    }

    /** A goal at work still writes what would be erased. */
    private void refuseOpen(String id) {
        Optional<ActId> act = id.indexOf('.') >= 0 ? Optional.of(ActId.given(id)) : Optional.empty();
        act.flatMap(goals::find).filter(goal -> !goal.state().ended()).ifPresent(goal -> {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "goal " + id + " is " + goal.state().word() + "; cancel it first: stemma goal cancel " + id);
        });
    }

    private static Erased erased(ErasePlan plan, String act) {
        return new Erased(plan.id(), act, plan.objects().size(), plan.goes(), ErasePlan.stays());
    }

    private static String text(Erased erased) {
        String first = erased.act().isEmpty()
                ? "Erasing " + erased.id() + " would take away what cannot be brought back."
                : "Erased " + erased.id() + " by act " + erased.act() + ".";
        return first + "\n" + (erased.act().isEmpty() ? "goes   " : "went   ") + erased.goes() + "\nstays  "
                + erased.stays();
    }
}
