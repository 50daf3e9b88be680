package stemma.policy;

import java.util.Objects;
import stemma.core.Act;
import stemma.core.Policy;
import stemma.core.Verdict;

/** The rules that judge now. Another set takes over in one step, between two acts. Thread-safe. */
public final class RulesInForce implements Policy {
    private final LimitBook limits;
    private volatile RulePolicy current;
    private volatile PastActs past = PastActs.NONE;

    public RulesInForce(RulePolicy first) {
        this.current = Objects.requireNonNull(first, "first");
        this.limits = new LimitBook(first.clock());
        limits.follow(first, past);
    }

    @Override
    public Verdict judge(Act act) {
        return current.judge(act);
    }

    @Override
    public Verdict admit(Act act) {
        RulePolicy rules = current;
        Verdict verdict = rules.judge(act);
        if (rules.limits().isEmpty() || verdict instanceof Verdict.Deny || RulePolicy.reopens(act)) {
            return verdict;
        }
        return limits.take(rules, act).orElse(verdict);
    }

    @Override
    public void waive(Act act) {
        RulePolicy rules = current;
        if (!rules.limits().isEmpty()) {
            limits.giveBack(rules, act);
        }
    }

    public RulePolicy current() {
        return current;
    }

    /** Tells the limits what happened before this process, once there is somebody who knows. */
    public void remember(PastActs acts) {
        past = acts;
        limits.forget();
        limits.follow(current, acts);
    }

    /** How many more acts a limit lets pass now. */
    int left(LimitRule limit) {
        return limits.left(limit);
    }

    /** Only the performer of {@code policy.adopt} swaps rules, so that each swap has its receipt. */
    void swap(RulePolicy next) {
        limits.follow(next, past);
        current = Objects.requireNonNull(next, "next");
    }
}
