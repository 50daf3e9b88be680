package stemma.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules for one op.
 *
 * @param main what decides
 * @param lift the floor's questions: they turn a yes into a question, and never a no
 * @param mentioned whether anybody wrote a rule for it, other than the floor's
 */
record OpRules(RuleIndex main, RuleIndex lift, boolean mentioned) {
    private static OpRules of(List<Rule> ranked, String op) {
        Map<Boolean, List<Rule>> rules =
                ranked.stream().filter(rule -> rule.covers(op)).collect(Collectors.partitioningBy(RulePolicy::lifts));
        return new OpRules(
                new RuleIndex(rules.getOrDefault(false, List.of()), RuleVerdict::of),
                new RuleIndex(rules.getOrDefault(true, List.of()), RuleVerdict::of),
                ranked.stream().anyMatch(rule -> rule.layer() != Layer.FLOOR && rule.covers(op)));
    }

    /** The rules of all ops; a family stands for those of its ops that no rule names. Immutable. */
    static final class Book {
        private final Map<String, OpRules> byOp = new HashMap<>();
        private final Map<String, OpRules> byFamily = new HashMap<>();
        private final OpRules anyOp;

        /** Sorts rules that are ranked already. */
        Book(List<Rule> ranked) {
            Set<String> named = new TreeSet<>();
            ranked.forEach(rule -> named.addAll(rule.ops()));
            for (String name : named) {
                if (name.endsWith(".*")) {
                    byFamily.put(name.substring(0, name.length() - 2), OpRules.of(ranked, name));
                } else if (!name.endsWith("*")) {
                    byOp.put(name, OpRules.of(ranked, name));
                }
            }
            this.anyOp = OpRules.of(ranked, "*");
        }

        OpRules of(String op) {
            OpRules exact = byOp.get(op);
            if (exact != null) {
                return exact;
            }
            return byFamily.getOrDefault(op.substring(0, Math.max(0, op.indexOf('.'))), anyOp);
        }
    }
}
