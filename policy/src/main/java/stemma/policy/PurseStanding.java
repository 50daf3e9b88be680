package stemma.policy;

import java.util.ArrayList;
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

    /** What is left, for a person: {@code 12,000 of 50,000 tokens today}; or that there is no limit. */
    public String left() {
        List<String> parts = new ArrayList<>();
        add(parts, limit.most().tokens(), spent.tokens() + reserved.tokens(), "tokens");
        add(parts, limit.most().money(), spent.money() + reserved.money(), "millionths of money");
        add(parts, limit.most().millis(), spent.millis() + reserved.millis(), "ms in a box");
        add(parts, limit.most().fuel(), spent.fuel() + reserved.fuel(), "fuel");
        if (parts.isEmpty()) {
            return "no limit";
        }
        return String.join(", ", parts) + (limit.period() == PurseLimit.Period.DAY ? " today" : "");
    }

    private static void add(List<String> parts, long most, long used, String unit) {
        if (most < Cost.UNIT_MAX) {
            parts.add(String.format(Locale.ROOT, "%,d of %,d %s", Math.max(0, most - used), most, unit));
        }
    }
}
