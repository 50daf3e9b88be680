package stemma.bench;

/**
 * A figure that the tests of a proof have to publish. All that was tried must have held.
 *
 * @param count its name in the tests
 * @param what it is, in words
 * @param min how many must have been tried, so that a proof of less than was promised is seen
 */
record Expected(String count, String what, int min) {
    Figure figure(Count counted) {
        double tried = (double) counted.tried();
        return Figure.of(what, (double) counted.held(), "of " + Figure.number(tried) + " " + counted.unit())
                .bar(Bar.atLeast(Math.max(min, tried)));
    }
}
