package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Auth;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Policy;
import stemma.core.Provenance;
import stemma.core.Quorum;
import stemma.core.Refusal;
import stemma.core.Trust;
import stemma.core.Verdict;

/** What a person can ask of the judge: the rules and their reasons. */
public final class PolicyOperations {
    private final RulesInForce rules;
    private final ShownRules shown;
    private final Policy judge;
    private final OpNames ops;

    /**
     * @param judge what the gate asks: the rules, and who may change them
     * @param ops every op the node knows
     */
    public PolicyOperations(RulesInForce rules, ManagedLayer managed, Policy judge, Set<String> ops) {
        this.rules = rules;
        this.shown = new ShownRules(rules, managed);
        this.judge = judge;
        this.ops = new OpNames(Set.copyOf(ops));
    }

    /** One rule as {@code policy.show} lists it. */
    public record RuleView(int index, String layer, String verdict, String text, String source) {}

    /**
     * One limit.
     *
     * @param left how many more acts it lets pass now
     */
    public record LimitView(String layer, String text, String source, int count, int left) {}

    /**
     * The rules in the order in which they win.
     *
     * @param limits how often what they let pass may happen
     * @param idle where they name an op that this node does not perform, which does nothing
     * @param managed where the managed rules come from, and what is wrong with that; empty without any
     */
    public record Rules(
            String posture, List<RuleView> rules, List<LimitView> limits, List<String> idle, String managed) {
        public Rules {
            rules = List.copyOf(rules);
            limits = List.copyOf(limits);
            idle = List.copyOf(idle);
        }
    }

    /** An act to judge without doing it. */
    public record Question(
            @Param(value = "the op, such as fs.write", position = 0)
            String op,

            @Param(value = "what it acts on", position = 1) String target,

            @Param(value = "who acts", byDefault = "operator:cli")
            String actor,

            @Param(value = "how far the wish is trusted", byDefault = "operator")
            String trust,

            @Param(value = "name every rule for this op, not only those that come near", byDefault = "false")
            boolean all) {}

    /**
     * A verdict and its trail.
     *
     * @param left how many rules for this op were considered too and are not listed
     */
    public record Explained(
            String verdict, String rule, String reason, List<PolicyExplainer.Considered> considered, int left) {
        public Explained {
            considered = List.copyOf(considered);
        }
    }

    /** Every operation of this module, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<PolicyOperations> live) {
        return List.of(
                new Operation<>(
                        "policy.show",
                        "Show the rules in the order in which they win",
                        Operation.Nothing.class,
                        Rules.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().shown.all(),
                        PolicyText::rules),
                new Operation<>(
                        "policy.explain",
                        "Judge an act without doing it, and say why",
                        Question.class,
                        Explained.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().explain(in),
                        PolicyText::explained));
    }

    private Explained explain(Question in) {
        ops.fault(in.op()).ifPresent(fault -> {
            throw new Refusal(Refusal.Kind.BAD_INPUT, fault);
        });
        Act act = act(in);
        PolicyExplainer.Trail trail = new PolicyExplainer(rules.current()).explain(act);
        List<PolicyExplainer.Considered> named = new ArrayList<>(trail.considered());
        named.removeIf(considered -> !in.all() && !considered.near());
        int left = trail.considered().size() - named.size();
        if (!(trail.verdict() instanceof Verdict.Deny)) {
            named.addAll(shown.limits(act));
        }
        return switch (judge.judge(act)) {
            case Verdict.Allow(String rule) -> new Explained("allow", rule, "", named, left);
            case Verdict.Ask(String rule, String reason, Quorum quorum) ->
                new Explained("ask", rule, reason + signed(quorum), named, left);
            case Verdict.Deny(String rule, String reason) -> new Explained("deny", rule, reason, named, left);
        };
    }

    private static String signed(Quorum quorum) {
        return quorum.wanted() ? "; the yes is signed by " + quorum : "";
    }

    private static Act act(Question in) {
        try {
            return new Act(
                    in.op(),
                    in.target(),
                    Digest.EMPTY,
                    Actor.parse(in.actor()),
                    new Provenance(Trust.parse(in.trust()), List.of()),
                    Act.PURSE_DEFAULT,
                    Cost.ZERO,
                    Act.DEADLINE_MILLIS_DEFAULT,
                    1);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }
}
