package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Verdict;

/** Judges an act and says of every rule that could have spoken why it did or did not. */
public final class PolicyExplainer {
    /** Rules beyond this are judged but not listed. */
    public static final int CONSIDERED_MAX = 500;

    /**
     * One rule, and what it had to say.
     *
     * @param rule as receipts name it
     * @param matched whether it applies to this act
     * @param near whether it speaks of this target, and applies or fails only by who acts, how far that is
     *     trusted, or an exception
     * @param why one clause
     */
    public record Considered(String rule, boolean matched, boolean near, String why) {}

    /** The verdict, and every rule for this op in the order in which they win. */
    public record Trail(Verdict verdict, List<Considered> considered) {
        public Trail {
            considered = List.copyOf(considered);
        }
    }

    private final RulePolicy policy;

    public PolicyExplainer(RulePolicy policy) {
        this.policy = policy;
    }

    /** Explains without acting; the verdict is the one {@link RulePolicy#judge} gives. */
    public Trail explain(Act act) {
        Verdict verdict = policy.judge(act);
        List<Considered> considered = new ArrayList<>();
        Optional<String> refusal = policy.floor().refusal(act, TargetKind.of(act.op()));
        considered.add(new Considered(
                "floor: form of the target",
                refusal.isPresent(),
                refusal.isPresent(),
                refusal.orElse("the target has the form it must have")));
        if (verdict.rule().equals(RulePolicy.UNCLEAR)) {
            considered.add(new Considered(RulePolicy.UNCLEAR, true, true, "decides"));
        }
        if (RulePolicy.reopens(act)) {
            considered.add(new Considered(verdict.rule(), true, true, "matches and decides"));
        } else if (refusal.isEmpty()) {
            for (Rule rule : policy.rules()) {
                if (considered.size() < CONSIDERED_MAX && rule.covers(act.op())) {
                    considered.add(consider(rule, act, verdict));
                }
            }
        }
        return new Trail(verdict, considered);
    }

    private Considered consider(Rule rule, Act act, Verdict verdict) {
        List<Subject> subjects = policy.subjects(act);
        boolean several = subjects.size() > 1;
        for (Subject subject : subjects) {
            boolean counts =
                    rule.decision() != Decision.ALLOW || !subject.part().hint();
            if (counts && rule.hits(subject, rule.decision().reach())) {
                String where = several ? " in '" + subject.part().shown() + "'" : "";
                String effect = rule.label().equals(verdict.rule()) ? " and decides" : ", but does not decide";
                return new Considered(rule.label(), true, true, "matches" + where + effect);
            }
        }
        boolean near =
                subjects.stream().anyMatch(s -> rule.aims(s, rule.decision().reach()));
        return new Considered(rule.label(), false, near, miss(rule, act, subjects));
    }

    private static String miss(Rule rule, Act act, List<Subject> subjects) {
        String trust = act.provenance().trust().word();
        if (act.provenance().trust().compareTo(rule.most()) < 0) {
            return "the act is trusted " + trust + ", the rule is for "
                    + rule.most().word() + " or less";
        }
        if (act.provenance().trust().compareTo(rule.least()) > 0) {
            return "the act is trusted " + trust + ", the rule is for "
                    + rule.least().word() + " or more";
        }
        if (!rule.meets(act)) {
            String actors = String.join(
                    " or ",
                    rule.actors().stream().map(Rule.ActorPattern::toString).toList());
            return "the actor is " + act.actor() + ", the rule is for " + actors;
        }
        Subject first = subjects.getFirst();
        if (!rule.times().hold(first.millis())) {
            return "the rule does not hold now, " + RuleTimes.shown(first.millis());
        }
        if (!rule.surrounds(first)) {
            String where = first.folder(Reach.NARROW).map(f -> "works in " + f).orElse("was given no folder");
            return "the actor " + where + ", the rule is for others";
        }
        boolean excepted =
                subjects.stream().anyMatch(s -> rule.excepts(s, rule.decision().reach()));
        return excepted ? "the rule leaves this target out" : "the target is another";
    }
}
