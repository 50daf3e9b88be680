package stemma.node;

import java.util.Map;
import stemma.core.Act;
import stemma.core.Cost;
import stemma.policy.PurseLimit;

/** The settings' daily limits as the node's purse; a unit set to zero is not limited. */
final class PurseLimits {
    private PurseLimits() {}

    static Map<String, PurseLimit> of(NodeConfig config) {
        Cost daily = config.daily();
        Cost most = new Cost(limit(daily.tokens()), limit(daily.money()), Cost.UNIT_MAX, Cost.UNIT_MAX);
        return Map.of(Act.PURSE_DEFAULT, new PurseLimit(most, PurseLimit.Period.DAY));
    }

    private static long limit(long set) {
        return set == 0 ? Cost.UNIT_MAX : set;
    }
}
