package stemma.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.policy.RuleParser.Parsed;

/** The rules of all layers, in the order in which they win. Immutable. */
final class RuleSet {
    private final Parsed home;
    private final Parsed managed;
    private final List<Rule> ranked;
    private final List<LimitRule> limits;

    RuleSet(Floor floor, Parsed managed, Parsed home) {
        this.home = home;
        this.managed = managed;
        List<Rule> rules = new ArrayList<>(floor.rules());
        rules.addAll(managed.rules());
        rules.addAll(home.rules());
        // stable: within a verdict, and of questions within one size of quorum, the higher layer comes first
        rules.sort(Comparator.comparing(Rule::decision)
                .thenComparing(rule -> rule.quorum().needed(), Comparator.reverseOrder()));
        this.ranked = List.copyOf(rules);
        this.limits = List.copyOf(Stream.of(managed, home)
                .flatMap(each -> each.limits().stream())
                .collect(Collectors.toMap(LimitRule::key, limit -> limit, (one, twin) -> one, LinkedHashMap::new))
                .values());
    }

    /** What the home's file says. */
    Parsed home() {
        return home;
    }

    /** What the administrator of the machine says. */
    Parsed managed() {
        return managed;
    }

    List<Rule> rules() {
        return ranked;
    }

    /** Every limit, the managed ones first; one that stands twice is one. */
    List<LimitRule> limits() {
        return limits;
    }

    /** The rules that somebody wrote, whoever it was. */
    List<Rule> mentioned() {
        return ranked.stream().filter(rule -> rule.layer() != Layer.FLOOR).toList();
    }

    /** Where the files name ops that nothing performs; one line for each, with its place. */
    List<String> idle() {
        return Stream.of(managed, home)
                .flatMap(each -> each.idle().stream())
                .map(RulesBroken.Fault::toString)
                .toList();
    }
}
