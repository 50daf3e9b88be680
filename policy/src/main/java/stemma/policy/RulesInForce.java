package stemma.policy;

import java.util.Objects;
import stemma.core.Act;
import stemma.core.Policy;
import stemma.core.Verdict;

/** The rules that judge now. Another set takes over in one step, between two acts. Thread-safe. */
public final class RulesInForce implements Policy {
    private volatile RulePolicy current;

    public RulesInForce(RulePolicy first) {
        this.current = Objects.requireNonNull(first, "first");
    }

    @Override
    public Verdict judge(Act act) {
        return current.judge(act);
    }

    public RulePolicy current() {
        return current;
    }

    /** Only the performer of {@code policy.adopt} swaps rules, so that each swap has its receipt. */
    void swap(RulePolicy next) {
        current = Objects.requireNonNull(next, "next");
    }
}
