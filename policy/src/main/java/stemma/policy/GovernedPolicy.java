package stemma.policy;

import java.util.Comparator;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Policy;
import stemma.core.Quorum;
import stemma.core.Verdict;

/**
 * The rules, and who may change them. Whoever could alone change the rules or the operators could leave
 * every quorum behind; so where any rule in force wants one, adopting rules and naming or removing
 * operators want the largest of them too. A quorum that too few operators are named for to meet governs
 * nothing: rules in which a name was misspelt can be mended. Thread-safe.
 */
public final class GovernedPolicy implements Policy {
    static final String GOVERNED = Floor.SOURCE + ": a quorum says who changes it";

    private static final String REASON = "whoever changed the rules or the operators could leave every quorum behind";

    private final RulesInForce rules;
    private final OperatorBook operators;

    public GovernedPolicy(RulesInForce rules, OperatorBook operators) {
        this.rules = rules;
        this.operators = operators;
    }

    @Override
    public Verdict judge(Act act) {
        return raised(act, rules.judge(act));
    }

    @Override
    public Verdict admit(Act act) {
        return raised(act, rules.admit(act));
    }

    @Override
    public void waive(Act act) {
        rules.waive(act);
    }

    /** The managed rules are not the operators' to change, so no quorum of theirs is asked about them. */
    private static boolean governs(Act act) {
        return (act.op().equals(RuleBook.ADOPT.name()) && !act.target().equals(ManagedFile.NAME))
                || act.op().equals(OperatorActs.ADD.name())
                || act.op().equals(OperatorActs.REMOVE.name());
    }

    private Verdict raised(Act act, Verdict verdict) {
        return governs(act) ? raised(verdict) : verdict;
    }

    private Verdict raised(Verdict verdict) {
        Optional<Verdict> asked = governing().map(quorum -> new Verdict.Ask(GOVERNED, REASON, quorum));
        return asked.filter(ask -> Decision.stricter(ask, verdict)).orElse(verdict);
    }

    /** The largest quorum in force that can be met; of several the first in the file. */
    public Optional<Quorum> governing() {
        return rules.current().rules().stream()
                .map(Rule::quorum)
                .filter(quorum -> quorum.wanted() && operators.canMeet(quorum))
                .max(Comparator.comparingInt(Quorum::needed));
    }
}
