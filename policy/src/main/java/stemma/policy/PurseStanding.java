package stemma.policy;

import java.util.List;
import java.util.Locale;
import stemma.core.Cost;

/**
 * Where a purse stands.
 *
 * @param purse its name
 * @param spent in its period
 * @param reserved set aside for acts that have not ended
 * @param limit the most of both together
 */
public record PurseStanding(String purse, Cost spent, Cost reserved, PurseLimit limit) {

    /**
     * One unit of a purse.
     *
     * @param name tokens, millionths of money, ms in a box, or fuel
     * @param spent in the purse's period
     * @param reserved for acts that have not ended
     * @param most spent and reserved together; {@link Cost#UNIT_MAX} is no limit
     */
    record Unit(String name, long spent, long reserved, long most) {
        boolean limited() {
            return most < Cost.UNIT_MAX;
        }

        long left() {
            return Math.max(0, most - spent - reserved);
        }
    }

    /** All four units. */
    List<Unit> units() {
        Cost most = limit.most();
        return List.of(
                new Unit("tokens", spent.tokens(), reserved.tokens(), most.tokens()),
                new Unit("millionths of money", spent.money(), reserved.money(), most.money()),
                new Unit("ms in a box", spent.millis(), reserved.millis(), most.millis()),
                new Unit("fuel", spent.fuel(), reserved.fuel(), most.fuel()));
    }

    /** Whether it is filled again at midnight UTC. */
    boolean daily() {
        return limit.period() == PurseLimit.Period.DAY;
    }

    /** What is left, for a person: {@code 12,000 of 50,000 tokens today}; or that there is no limit. */
    public String left() {
        List<String> parts = units().stream()
                .filter(Unit::limited)
                .map(unit -> String.format(Locale.ROOT, "%,d of %,d %s", unit.left(), unit.most(), unit.name()))
                .toList();
        return parts.isEmpty() ? "no limit" : String.join(", ", parts) + (daily() ? " today" : "");
    }
}
