package stemma.bench;

/**
 * A figure that the tests of a proof have to publish.
 *
 * @param count its name in the tests
 * @param what it is, in words
 * @param min how many must have been tried, so that a proof of less than was promised is seen
 * @param share how much of what was tried must have held, from 0 to 1
 */
record Expected(String count, String what, int min, double share) {
    /** All that was tried must have held. */
    Expected(String count, String what, int min) {
        this(count, what, min, 1);
    }

    Figure figure(Count counted) {
        double tried = (double) counted.tried();
        return Figure.of(what, (double) counted.held(), "of " + Figure.number(tried) + " " + counted.unit())
                .bar(Bar.atLeast(Math.max(min * share, Math.ceil(tried * share))));
    }
}
