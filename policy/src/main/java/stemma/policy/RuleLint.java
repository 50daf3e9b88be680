package stemma.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds rules that change nothing: those that another rule decides first whatever the act, those that
 * leave out all they speak of, and patterns that no act has. It reports only what it can show, so a
 * rule without a finding may still be idle.
 */
final class RuleLint {
    /**
     * One finding.
     *
     * @param rule the rule as it was written
     * @param what is wrong with it, with the rule that takes its place where there is one
     */
    record Finding(Layer layer, String source, int line, String rule, String what) {
        @Override
        public String toString() {
            return source + ":" + line + ": " + what + "\n    " + rule;
        }
    }

    private RuleLint() {}

    /** What can be found about these rules, file by file; that a home narrows a managed rule is no finding. */
    static List<Finding> of(RulePolicy policy) {
        List<Finding> findings = new ArrayList<>();
        List<Rule> ranked = policy.rules();
        long nowMillis = policy.clock().millis();
        for (int i = 0; i < ranked.size(); i++) {
            Rule rule = ranked.get(i);
            if (rule.layer() != Layer.FLOOR) {
                shadow(ranked.subList(0, i), rule)
                        .or(() -> empty(rule, nowMillis))
                        .ifPresent(what ->
                                findings.add(new Finding(rule.layer(), rule.source(), rule.line(), rule.text(), what)));
            }
        }
        findings.sort(Comparator.comparing(Finding::layer).thenComparingInt(Finding::line));
        return findings;
    }

    private static Optional<String> shadow(List<Rule> earlier, Rule rule) {
        return earlier.stream()
                .filter(other -> !RulePolicy.lifts(other) && other.layer().compareTo(rule.layer()) <= 0)
                .filter(other -> covers(other, rule))
                .findFirst()
                .map(other -> "never decides, because " + other.label() + " decides first");
    }

    /** Whether the first decides whatever the second would. */
    private static boolean covers(Rule first, Rule second) {
        return first.except().isEmpty()
                && second.ops().stream()
                        .allMatch(op -> first.ops().stream().anyMatch(pattern -> Rule.covers(pattern, op)))
                && first.times().cover(second.times())
                && within(first, second)
                && first.most().compareTo(second.most()) <= 0
                && first.least().compareTo(second.least()) >= 0
                && (first.actors().isEmpty()
                        || (!second.actors().isEmpty()
                                && second.actors().stream()
                                        .allMatch(
                                                actor -> first.actors().stream().anyMatch(each -> each.covers(actor)))))
                && !second.targets().isEmpty()
                && second.targets().stream()
                        .allMatch(target -> first.targets().stream().anyMatch(each -> each.covers(target)));
    }

    private static boolean within(Rule first, Rule second) {
        return first.folders().isEmpty()
                || (!second.folders().isEmpty()
                        && second.folders().stream()
                                .allMatch(folder -> first.folders().stream().anyMatch(each -> each.covers(folder))));
    }

    private static Optional<String> empty(Rule rule, long nowMillis) {
        if (rule.times().over(nowMillis)) {
            return Optional.of("never decides any more, because " + rule.times().last() + " is past");
        }
        if (rule.targets().isEmpty()) {
            return Optional.empty(); // {model} while no model is configured: it means something as soon as one is
        }
        boolean left = rule.targets().stream()
                .allMatch(target -> rule.except().stream().anyMatch(each -> each.covers(target)));
        if (left) {
            return Optional.of("matches nothing, because it leaves out all that it speaks of");
        }
        return rule.targets().stream()
                .filter(CommandPattern.class::isInstance)
                .map(CommandPattern.class::cast)
                .flatMap(pattern -> pattern.fault().stream())
                .findFirst();
    }
}
