package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Provenance;
import stemma.core.Refusal;
import stemma.core.Trust;
import stemma.core.Verdict;
import stemma.store.StateDb;

/** What a person can ask of the judge: the open questions, the answers, the rules and their reasons. */
public final class PolicyOperations {
    /** Closed questions shown below the open ones. */
    public static final int CLOSED_MAX = 20;

    private final Gate gate;
    private final RulesInForce rules;
    private final ShownRules shown;
    private final StateDb db;
    private final Events events;
    private final Function<Act, String> details;
    private final OpNames ops;

    /**
     * @param details what exactly an act will do, for the person who is asked: argument vector and
     *     folder, or the difference; empty when the target says it all
     * @param ops every op the node knows
     */
    public PolicyOperations(
            Gate gate,
            RulesInForce rules,
            ManagedLayer managed,
            StateDb db,
            Events events,
            Function<Act, String> details,
            Set<String> ops) {
        this.gate = gate;
        this.rules = rules;
        this.shown = new ShownRules(rules, managed);
        this.db = db;
        this.events = events;
        this.details = details;
        this.ops = new OpNames(Set.copyOf(ops));
    }

    /** Names one act or approval. */
    public record ById(
            @Param(value = "the approval's id, such as 3.41", position = 0)
            String id) {}

    /** Questions, the open ones first. */
    public record Approvals(List<ApprovalView> approvals) {
        public Approvals {
            approvals = List.copyOf(approvals);
        }
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
                        "approval.list",
                        "List the questions that wait for an answer, and the last ones answered",
                        Operation.Nothing.class,
                        Approvals.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().list(),
                        PolicyText::approvals),
                new Operation<>(
                        "approval.show",
                        "Show one question and what exactly will run",
                        ById.class,
                        ApprovalView.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().show(in),
                        ApprovalView::text),
                new Operation<>(
                        "approve",
                        "Say yes to one question",
                        ById.class,
                        ApprovalView.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().answer(in, true, call),
                        PolicyText::answered),
                new Operation<>(
                        "deny",
                        "Say no to one question",
                        ById.class,
                        ApprovalView.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().answer(in, false, call),
                        PolicyText::answered),
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

    private Approvals list() {
        List<ApprovalView> views = new ArrayList<>();
        gate.approvals().forEach(open -> views.add(view(open)));
        for (ApprovalProjection.Past past : db.read(sql -> ApprovalProjection.closed(sql, CLOSED_MAX))) {
            if (views.stream().noneMatch(v -> v.id().equals(past.asked().id().toString()))) {
                views.add(ApprovalView.of(past, details.apply(past.asked().act())));
            }
        }
        return new Approvals(views);
    }

    private ApprovalView show(ById in) {
        ActId id = ActId.given(in.id());
        Optional<Approval> open =
                gate.approvals().stream().filter(a -> a.id().equals(id)).findFirst();
        return open.map(this::view)
                .orElseGet(() -> past(id).map(past ->
                                ApprovalView.of(past, details.apply(past.asked().act())))
                        .orElseThrow(() -> unknown(id)));
    }

    private ApprovalView answer(ById in, boolean yes, Call call) {
        ActId id = ActId.given(in.id());
        if (call.caller().kind() != Actor.Kind.OPERATOR) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "only an operator answers an approval, not " + call.caller());
        }
        Approval answered = gate.answer(id, yes, call.caller()).orElseThrow(() -> closed(id));
        events.publish(new Event(
                "approval",
                id.toString(),
                Json.object()
                        .put("id", id.toString())
                        .put("state", answered.state().word())
                        .build()));
        return view(answered);
    }

    private Refusal closed(ActId id) {
        boolean waits = gate.approvals().stream().anyMatch(a -> a.id().equals(id));
        if (waits) {
            return new Refusal(Refusal.Kind.CONFLICT, "approval " + id + " is approved already and waits to be used");
        }
        return past(id).map(past -> conflict(id, past)).orElseGet(() -> unknown(id));
    }

    private static Refusal conflict(ActId id, ApprovalProjection.Past past) {
        String by = past.answeredBy().isEmpty() ? "" : " by " + past.answeredBy();
        String what = switch (past.state()) {
            case EXPIRED -> "expired: nobody answered in time; perform the act again to be asked again";
            case USED -> "was approved" + by + " and used; see stemma act show " + id;
            case DENIED -> "was denied" + by + "; perform the act again to be asked again";
            case PENDING, APPROVED -> "is no longer open; its end is being written, try again";
        };
        return new Refusal(Refusal.Kind.CONFLICT, "approval " + id + " " + what);
    }

    private static Refusal unknown(ActId id) {
        return new Refusal(Refusal.Kind.NOT_FOUND, "no question has the id " + id + "; see stemma approval list");
    }

    private Optional<ApprovalProjection.Past> past(ActId id) {
        return db.read(sql -> ApprovalProjection.find(sql, id));
    }

    private ApprovalView view(Approval approval) {
        return ApprovalView.of(approval, details.apply(approval.act()));
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
        return switch (trail.verdict()) {
            case Verdict.Allow(String rule) -> new Explained("allow", rule, "", named, left);
            case Verdict.Ask(String rule, String reason) -> new Explained("ask", rule, reason, named, left);
            case Verdict.Deny(String rule, String reason) -> new Explained("deny", rule, reason, named, left);
        };
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
