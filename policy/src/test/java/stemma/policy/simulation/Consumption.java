package stemma.policy.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was really consumed outside, at each level of the tree of purses, and by day. No book is asked,
 * so that none can be believed. Where a clock was set back no day is what it was, and days are not counted.
 */
final class Consumption {
    private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;

    private final Map<String, Long> limits;
    private final Map<String, Long> sums = new HashMap<>();
    private boolean daysCount = true;

    /**
     * Begins with nothing.
     *
     * @param limits the most tokens of a purse or of each of its kind; {@code day} gives as much each day
     */
    Consumption(Map<String, Long> limits) {
        this.limits = Map.copyOf(limits);
    }

    /** What an act paid from this purse draws from, as the names say it. */
    static List<String> levels(String payer) {
        List<String> levels = new ArrayList<>(List.of("node", "day"));
        if (!payer.equals("node")) {
            StringBuilder path = new StringBuilder();
            for (String step : payer.split("/", -1)) {
                levels.add(path.append(path.isEmpty() ? "" : "/").append(step).toString());
            }
        }
        return levels;
    }

    /** The most tokens that a purse gives. */
    long most(String purse) {
        String kind = purse.contains("/") ? "sub-agent" : purse.startsWith("goal:") ? "goal" : purse;
        return limits.getOrDefault(kind, Long.MAX_VALUE);
    }

    void clockSetBack() {
        daysCount = false;
    }

    /**
     * Counts what an act paid from this purse took; says which purse gave too much.
     *
     * @param intentMillis when the act was about to happen, which is the day that it counts on
     */
    Optional<String> takes(String payer, long tokens, long intentMillis) {
        for (String purse : levels(payer)) {
            boolean day = purse.equals("day");
            String account = day ? "day " + Math.floorDiv(intentMillis, DAY_MILLIS) : purse;
            long sum = sums.merge(account, tokens, Long::sum);
            if (sum > most(purse) && (daysCount || !day)) {
                return Optional.of("purse " + account + " gave " + sum + " of " + most(purse));
            }
        }
        return Optional.empty();
    }
}
