package stemma.policy.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was really consumed outside, by purse, and by the day on which it was. No book is asked, so that
 * none can be believed. Where a clock was set back no day is what it was, and days are not counted.
 */
final class Consumption {
    private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;

    private final Map<String, Long> limits;
    private final boolean daily;
    private final Map<String, Long> sums = new HashMap<>();
    private boolean counts = true;

    /**
     * Begins with nothing.
     *
     * @param limits the most tokens of each kind of purse
     * @param daily whether that much is given out each day, or only once
     */
    Consumption(Map<String, Long> limits, boolean daily) {
        this.limits = Map.copyOf(limits);
        this.daily = daily;
    }

    boolean daily() {
        return daily;
    }

    /** The most tokens that a purse gives. */
    long most(String purse) {
        return limits.getOrDefault(purse.startsWith("goal:") ? "goal" : purse, Long.MAX_VALUE);
    }

    void clockSetBack() {
        counts = !daily;
    }

    /** Counts what an act paid from this purse took; says which purse gave too much. */
    Optional<String> takes(String payer, long tokens, long millis) {
        if (!counts) {
            return Optional.empty();
        }
        for (String purse : new TreeSet<>(List.of(payer, "node"))) {
            String account = daily ? purse + " on day " + Math.floorDiv(millis, DAY_MILLIS) : purse;
            long sum = sums.merge(account, tokens, Long::sum);
            if (sum > most(purse)) {
                return Optional.of("purse " + account + " gave " + sum + " of " + most(purse));
            }
        }
        return Optional.empty();
    }
}
