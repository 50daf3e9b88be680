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
        BELOW("under "),
        AT_MOST("at most "),
        AT_LEAST("at least ");

        private final String words;

        Relation(String words) {
            this.words = words;
        }
    }

    Bar {
        Objects.requireNonNull(relation, "relation");
    }

    static Bar below(double limit) {
        return new Bar(Relation.BELOW, limit);
    }

    static Bar atMost(double limit) {
        return new Bar(Relation.AT_MOST, limit);
    }

    static Bar atLeast(double limit) {
        return new Bar(Relation.AT_LEAST, limit);
    }

    boolean met(double reached) {
        return switch (relation) {
            case BELOW -> reached < limit;
            case AT_MOST -> reached <= limit;
            case AT_LEAST -> reached >= limit;
        };
    }

    String text(String unit) {
        return relation.words + Figure.number(limit) + " " + unit;
    }
}
