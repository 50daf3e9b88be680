package stemma.bench;

import java.util.Objects;

/**
 * What a figure has to reach.
 *
 * @param relation which side of the limit is good
 * @param limit in the figure's unit
 */
record Bar(Relation relation, double limit) {
    /** Which side of the limit is good. */
    enum Relation {
        BELOW,
        AT_LEAST
    }

    Bar {
        Objects.requireNonNull(relation, "relation");
    }

    static Bar below(double limit) {
        return new Bar(Relation.BELOW, limit);
    }

    static Bar atLeast(double limit) {
        return new Bar(Relation.AT_LEAST, limit);
    }

    boolean met(double reached) {
        return relation == Relation.BELOW ? reached < limit : reached >= limit;
    }

    String text(String unit) {
        return (relation == Relation.BELOW ? "under " : "at least ") + Figure.number(limit) + " " + unit;
    }
}
