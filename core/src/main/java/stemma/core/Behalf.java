package stemma.core;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * On whose behalf something is done: what is the same in every act of one piece of work.
 *
 * @param actor who intends it
 * @param provenance where the wish came from; whoever reads data on the way lowers it with {@link #after}
 * @param purse the budget that pays
 */
public record Behalf(Actor actor, Provenance provenance, String purse) {
    private static final Pattern SUB = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    public Behalf {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(purse, "purse");
    }

    /** On behalf of this actor: a goal pays from a purse of its own, everybody else from the node's. */
    public static Behalf of(Actor actor, Provenance provenance) {
        boolean goal = actor.kind() == Actor.Kind.GOAL;
        return new Behalf(actor, provenance, goal ? actor.toString() : Act.PURSE_DEFAULT);
    }

    /**
     * What a sub-agent does of a goal's work: paid from a purse of its own, which draws from this one.
     *
     * @param name among the sub-agents of this work, in letters that a purse's name may have
     */
    public Behalf sub(String name) {
        if (purse.equals(Act.PURSE_DEFAULT) || !SUB.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "only a goal's work has sub-agents, each named by 1 to 32 of A-Z a-z 0-9 . _ -, not " + name);
        }
        return new Behalf(actor, provenance, purse + "/" + name);
    }

    /** The same work once it has seen data of that provenance. */
    public Behalf after(Provenance seen) {
        return new Behalf(actor, provenance.with(seen), purse);
    }

    /** An act of this work, without input or cost. */
    public Act act(Op<?, ?> op, String target) {
        return Act.of(op, target, actor, provenance).paidFrom(purse, Cost.ZERO);
    }
}
