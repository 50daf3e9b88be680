package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import stemma.policy.PolicyOperations.Explained;
import stemma.policy.PolicyOperations.RuleView;
import stemma.policy.PolicyOperations.Rules;

/** What the operations of this module look like in a terminal. */
final class PolicyText {
    private static final int RULE_CHARS_MAX = 110;

    private PolicyText() {}

    /** Lines with an empty one behind them; nothing where there are none. */
    static String block(List<String> lines) {
        return lines.isEmpty() ? "" : Shown.lines(String.join("\n", lines)) + "\n\n";
    }

    static String linted(PolicyChecks.Linted linted) {
        String missing = linted.missing().isEmpty()
                ? ""
                : "Never mentioned, and so denied; add the line where you want it:\n" + block(linted.missing());
        return block(linted.findings()) + missing + linted.findings().size() + " findings in " + linted.rules()
                + " rules";
    }

    static String rules(Rules all) {
        List<List<String>> rows = new ArrayList<>();
        for (RuleView rule : all.rules()) {
            rows.add(List.of(
                    rule.index() + ".", rule.source(), Shown.shorten(Shown.plain(rule.text()), RULE_CHARS_MAX)));
        }
        String idle = all.idle().isEmpty()
                ? ""
                : "\n\nThis does nothing, because nothing here performs such an op:\n  "
                        + String.join(
                                "\n  ", all.idle().stream().map(Shown::plain).toList());
        List<List<String>> limits = new ArrayList<>();
        for (PolicyOperations.LimitView limit : all.limits()) {
            limits.add(List.of(
                    limit.source(), Shown.shorten(Shown.plain(limit.text()), RULE_CHARS_MAX), limit.left() + " left"));
        }
        String often = limits.isEmpty() ? "" : "\n\nHow often, of what these let happen:\n" + Shown.table(limits);
        return all.posture() + "\n\n" + Shown.table(rows) + often + idle
                + "\n\nThe first rule that matches decides; what no rule allows is denied. Floor rules are built in."
                + (all.managed().isEmpty() ? "" : "\n" + Shown.plain(all.managed()));
    }

    static String explained(Explained e) {
        List<List<String>> rows = new ArrayList<>();
        for (PolicyExplainer.Considered considered : e.considered()) {
            rows.add(List.of(
                    considered.matched() ? "  *" : "   ",
                    Shown.shorten(Shown.plain(considered.rule()), RULE_CHARS_MAX),
                    Shown.plain(considered.why())));
        }
        String because = e.reason().isEmpty() ? "" : ": " + Shown.plain(e.reason());
        String rules = rows.isEmpty()
                ? "No rule speaks of this target."
                : "rules that speak of this target, in the order in which they win (* matches)\n" + Shown.table(rows);
        String rest = e.left() == 0 ? "" : "\n\n" + e.left() + " more for this op say nothing here: --all lists them";
        return e.verdict() + " by " + Shown.plain(e.rule()) + because + "\n\n" + rules + rest;
    }
}
