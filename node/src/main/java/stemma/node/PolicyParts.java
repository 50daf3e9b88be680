package stemma.node;

import java.util.Optional;
import java.util.function.BiFunction;
import stemma.core.Actor;
import stemma.core.Artifact;
import stemma.core.Done;
import stemma.core.Gate;
import stemma.core.Performers;
import stemma.policy.AdoptionProjection;
import stemma.policy.GovernedPolicy;
import stemma.policy.GrantBook;
import stemma.policy.OperatorActs;
import stemma.policy.OperatorBook;
import stemma.policy.OperatorProjection;
import stemma.policy.PurseBook;
import stemma.policy.PurseProjection;
import stemma.policy.RuleBook;
import stemma.policy.RulesInForce;
import stemma.store.StateDb;

/** What the node judges and counts by, brought to where the log stands before the gate opens. */
record PolicyParts(
        GrantBook grants,
        RuleBook book,
        RuleBook.Opening opening,
        OperatorBook operators,
        GovernedPolicy governed,
        PurseBook purses) {

    /**
     * Opens them and registers the performers that change them.
     *
     * @param book not opened yet
     * @param node the node's public key as text, for statements that are signed
     * @param keep what becomes of adopted rules besides
     */
    static PolicyParts open(
            RuleBook book,
            GrantBook grants,
            PurseBook purses,
            StateDb db,
            String node,
            Performers.Builder performers,
            BiFunction<Done<Artifact>, byte[], Done<Artifact>> keep) {
        RuleBook.Opening opening = book.open(db.read(AdoptionProjection::last));
        RulesInForce rules = opening.rules();
        OperatorBook operators = new OperatorBook(node);
        new OperatorActs(operators, rules).register(performers);
        performers.add(RuleBook.ADOPT, (bytes, permit) -> {
            if (permit.act().target().equals(RuleBook.FILE)) {
                operators.requireNamed(book, bytes);
            }
            return keep.apply(book.adopt(rules, bytes, permit), bytes);
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
}
