package stemma.core;

import java.util.Objects;

/**
 * On whose behalf something is done: what is the same in every act of one piece of work.
 *
 * @param actor who intends it
 * @param provenance where the wish came from; whoever reads data on the way lowers it with {@link #after}
 * @param purse the budget that pays
 */
public record Behalf(Actor actor, Provenance provenance, String purse) {
    public Behalf {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(purse, "purse");
    }

    /** On behalf of this actor, paid from the usual purse. */
    public static Behalf of(Actor actor, Provenance provenance) {
        return new Behalf(actor, provenance, Act.PURSE_DEFAULT);
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
