package stemma.node;

import java.util.Map;
import stemma.core.Cost;
import stemma.policy.PurseBook;

/** The settings' daily limits as the day's purse; a unit set to zero is not limited. */
final class PurseLimits {
    private PurseLimits() {}

    static Map<String, Cost> of(NodeConfig config) {
        Cost daily = config.daily();
        return Map.of(
                PurseBook.DAY,
                new Cost(limit(daily.tokens()), limit(daily.money()), limit(daily.millis()), limit(daily.fuel())));
    }

    private static long limit(long set) {
        return set == 0 ? Cost.UNIT_MAX : set;
    }
}
