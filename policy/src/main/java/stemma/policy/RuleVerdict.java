package stemma.policy;

import stemma.core.Act;
import stemma.core.Verdict;

/** What a rule says, in the words that receipts and questions carry. */
final class RuleVerdict {
    private RuleVerdict() {}

    /** The verdict on what no rule speaks of. */
    static Verdict unruled(Act act) {
        return new Verdict.Deny(
                RulePolicy.DEFAULT, "no rule allows " + act.op() + " here to " + act.actor() + "; policy.rules can");
    }

    static Verdict of(Rule rule) {
        return switch (rule.decision()) {
            case ALLOW -> new Verdict.Allow(rule.label());
            case ASK -> new Verdict.Ask(rule.label(), reason(rule, "the rule wants a person's answer"), rule.quorum());
            case DENY ->
                new Verdict.Deny(
                        rule.label(),
                        reason(rule, "the rule denies it")
                                + (rule.source().equals(Floor.SOURCE)
                                        ? "; built in"
                                        : "; change line " + rule.line() + " of " + rule.source()));
        };
    }

    private static String reason(Rule rule, String otherwise) {
        return rule.reason().isEmpty() ? otherwise : rule.reason();
    }
}
