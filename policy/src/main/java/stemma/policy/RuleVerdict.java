package stemma.policy;

import java.util.Optional;
import stemma.core.Act;
import stemma.core.Verdict;

/** What a rule says, in the words that receipts and questions carry. */
final class RuleVerdict {
    private RuleVerdict() {}

    /**
     * The verdict on what no rule lets happen.
     *
     * @param mentioned whether somebody wrote a rule for this op
     */
    static Verdict unruled(Act act, boolean mentioned) {
        Optional<String> missing = mentioned ? Optional.empty() : DefaultRules.line(act.op());
        String way = missing.map(line -> "policy.rules never mentions it, and a new home has: " + line)
                .orElse("policy.rules can");
        return new Verdict.Deny(
                RulePolicy.DEFAULT, "no rule allows " + act.op() + " here to " + act.actor() + "; " + way);
    }

    /** The verdict on an act too many. */
    static Verdict over(LimitRule limit, long waitNanos) {
        String reason = limit.rule().reason().isEmpty() ? "" : limit.rule().reason() + "; ";
        return new Verdict.Deny(
                limit.label(),
                reason + limit.rate() + " are reached; come again in " + Shown.span(waitNanos / 1_000_000 + 999));
    }

    static Verdict of(Rule rule) {
        return switch (rule.decision()) {
            case ALLOW -> new Verdict.Allow(rule.label());
            case ASK -> new Verdict.Ask(rule.label(), reason(rule, "the rule wants a person's answer"), rule.quorum());
            case DENY -> new Verdict.Deny(rule.label(), reason(rule, "the rule denies it") + way(rule));
        };
    }

    private static String way(Rule rule) {
        return switch (rule.layer()) {
            case FLOOR -> "; built in";
            case MANAGED -> "; the administrator of this machine decides that";
            case HOME -> "; change line " + rule.line() + " of " + rule.source();
        };
    }

    private static String reason(Rule rule, String otherwise) {
        return rule.reason().isEmpty() ? otherwise : rule.reason();
    }
}
