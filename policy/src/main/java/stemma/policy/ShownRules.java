package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.core.Act;
import stemma.policy.PolicyExplainer.Considered;
import stemma.policy.PolicyOperations.LimitView;
import stemma.policy.PolicyOperations.RuleView;
import stemma.policy.PolicyOperations.Rules;

/** The rules in force as faces show them. */
record ShownRules(RulesInForce rules, ManagedLayer managed) {
    Rules all() {
        RulePolicy current = rules.current();
        List<RuleView> views = new ArrayList<>();
        for (Rule rule : current.rules()) {
            views.add(new RuleView(
                    views.size() + 1, rule.layer().word(), rule.decision().word(), rule.text(), place(rule)));
        }
        List<LimitView> limits = current.limits().stream().map(this::view).toList();
        String above = Stream.of(managed.shown(), managed.complaint())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(". "));
        return new Rules(Posture.of(current), views, limits, current.idle(), above);
    }

    /** The limits that an act counts with, and how far they are used up. */
    List<Considered> limits(Act act) {
        return rules.current().limits(act).stream()
                .map(limit -> new Considered(limit.label(), true, true, standing(limit)))
                .toList();
    }

    private String standing(LimitRule limit) {
        int left = rules.left(limit);
        return left == 0
                ? "is reached, so that it is denied for now"
                : "counts it, with " + left + " of " + limit.count() + " left now";
    }

    private LimitView view(LimitRule limit) {
        Rule rule = limit.rule();
        return new LimitView(rule.layer().word(), rule.text(), place(rule), limit.count(), rules.left(limit));
    }

    private static String place(Rule rule) {
        return rule.source() + ":" + rule.line();
    }
}
