package stemma.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Gate;
import stemma.core.Performers;
import stemma.policy.AdoptionProjection;
import stemma.policy.GovernedPolicy;
import stemma.policy.GrantBook;
import stemma.policy.OperatorActs;
import stemma.policy.OperatorBook;
import stemma.policy.OperatorProjection;
import stemma.policy.Places;
import stemma.policy.PurseBook;
import stemma.policy.PurseOperations;
import stemma.policy.PurseProjection;
import stemma.policy.RuleBook;
import stemma.policy.RulesInForce;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.Objects;
import stemma.store.StateDb;

/** What the node judges and counts by, brought to where the log stands before the gate opens. */
record PolicyParts(
        GrantBook grants,
        RuleBook book,
        RuleBook.Opening opening,
        OperatorBook operators,
        GovernedPolicy governed,
        PurseBook purses) {

    /** Opens them and registers the performers that change them. */
    static PolicyParts open(
            Disk disk,
            Home home,
            Path userHome,
            NodeConfig config,
            Objects objects,
            Clock clock,
            StateDb db,
            String node,
            Performers.Builder performers) {
        PurseBook purses = new PurseBook(PurseLimits.of(config), clock);
        PurseOperations.register(performers, purses);
        GrantBook grants = new GrantBook();
        RuleBook book = new RuleBook(
                disk, home.root(), objects, known(performers.names()), places(home, userHome, config), grants, clock);
        RuleBook.Opening opening = book.open(db.read(AdoptionProjection::last));
        RulesInForce rules = opening.rules();
        OperatorBook operators = new OperatorBook(node);
        new OperatorActs(operators, rules).register(performers);
        performers.add(RuleBook.ADOPT, (bytes, permit) -> {
            operators.requireNamed(book, bytes);
            return book.adopt(rules, bytes, permit);
        });
        db.read(sql -> {
            PurseProjection.load(sql, purses);
            OperatorProjection.load(sql, operators);
            return true;
        });
        return new PolicyParts(grants, book, opening, operators, new GovernedPolicy(rules, operators), purses);
    }

    /** The rules that judge. */
    RulesInForce rules() {
        return opening.rules();
    }

    /** Adopts what was edited while the node was closed; says what the operator should know. */
    Optional<String> adopt(Gate gate) {
        if (opening.pending().isEmpty()) {
            return Optional.empty();
        }
        if (governed.governing().isPresent()) {
            return Optional.of("policy.rules was changed and is not in force: the rules in force want a quorum for"
                    + " that, which stemma policy adopt asks for");
        }
        byte[] bytes = opening.pending().get();
        gate.perform(RuleBook.ADOPT, RuleBook.adoption(bytes, Actor.operator("rules-file")), bytes);
        return Optional.empty();
    }

    /** The ops that rules may name: those that something performs here, also those performed over the rules. */
    private static Set<String> known(Set<String> performed) {
        Set<String> known = new TreeSet<>(performed);
        known.add(RuleBook.ADOPT.name());
        known.addAll(OperatorActs.ops());
        return known;
    }

    private static Places places(Home home, Path userHome, NodeConfig config) {
        List<String> models =
                config.model().map(model -> List.of(Thinking.target(model))).orElse(List.of());
        return new Places(home.root().toString(), userHome.toString(), models);
    }
}
