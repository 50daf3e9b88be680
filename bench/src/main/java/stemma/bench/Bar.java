package stemma.bench;

import java.util.Locale;
import java.util.Objects;

/**
 * What a figure has to reach.
 *
 * @param of what is held against the limit
 * @param relation which side of the limit is good
 * @param limit in the figure's unit, or a plain number for a ratio
 */
record Bar(Of of, Relation relation, double limit) {
    /** What is held against the limit. */
    enum Of {
        VALUE,
        RATIO
    }

    /** Which side of the limit is good. */
    enum Relation {
        BELOW,
        AT_LEAST
    }

    Bar {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(relation, "relation");
    }

    static Bar below(double limit) {
        return new Bar(Of.VALUE, Relation.BELOW, limit);
    }

    static Bar atLeast(double limit) {
        return new Bar(Relation.AT_LEAST, limit);
    }

    boolean met(double reached) {
        return relation == Relation.BELOW ? reached < limit : reached >= limit;
    }

    String text(String unit) {
        return (relation == Relation.BELOW ? "under " : "at least ")
                + String.format(Locale.ROOT, "%s", Figure.number(limit))
                + (of == Of.RATIO ? " of the peer" : " " + unit);
    }
}
