package stemma.policy;

import java.util.Objects;
import stemma.core.Cost;

/**
 * The most a purse may give out.
 *
 * @param most a unit at {@link Cost#UNIT_MAX} has no limit
 * @param period how often the count begins anew
 */
public record PurseLimit(Cost most, Period period) {
    /** No limit: everything is counted and nothing is refused. */
    public static final PurseLimit NONE =
            new PurseLimit(new Cost(Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX), Period.NONE);

    /** How often a purse is filled again. */
    public enum Period {
        /** Never: the limit is for the purse's whole life. */
        NONE,
        /** At midnight UTC. */
        DAY
    }

    public PurseLimit {
        Objects.requireNonNull(most, "most");
        Objects.requireNonNull(period, "period");
    }
}
