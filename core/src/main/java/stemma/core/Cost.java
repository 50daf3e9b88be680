package stemma.core;

/**
 * What an act takes from its purse, in four units that never convert into each other.
 *
 * @param tokens of language models
 * @param money millionths of the node's currency unit
 * @param millis of wall time in a box
 * @param fuel of cartridges and kernels
 */
public record Cost(long tokens, long money, long millis, long fuel) {
    public static final Cost ZERO = new Cost(0, 0, 0, 0);
    /** Each unit stays below this, so that sums fit a double exactly and never overflow. */
    public static final long UNIT_MAX = 1L << 50;

    public Cost {
        if (outside(tokens) || outside(money) || outside(millis) || outside(fuel)) {
            throw new IllegalArgumentException("each unit of a cost is 0 to 2^50");
        }
    }

    public static Cost tokens(long tokens) {
        return new Cost(tokens, 0, 0, 0);
    }

    public static Cost millis(long millis) {
        return new Cost(0, 0, millis, 0);
    }

    public Cost plus(Cost o) {
        return new Cost(tokens + o.tokens, money + o.money, millis + o.millis, fuel + o.fuel);
    }

    /** This less the other, no unit below zero. */
    public Cost less(Cost o) {
        return new Cost(
                Math.max(0, tokens - o.tokens),
                Math.max(0, money - o.money),
                Math.max(0, millis - o.millis),
                Math.max(0, fuel - o.fuel));
    }

    /** The lesser of the two in every unit. */
    public Cost atMost(Cost o) {
        return new Cost(
                Math.min(tokens, o.tokens),
                Math.min(money, o.money),
                Math.min(millis, o.millis),
                Math.min(fuel, o.fuel));
    }

    /** Whether every unit is at most the limit's. */
    public boolean within(Cost limit) {
        return tokens <= limit.tokens && money <= limit.money && millis <= limit.millis && fuel <= limit.fuel;
    }

    private static boolean outside(long unit) {
        return unit < 0 || unit > UNIT_MAX;
    }
}
