package stemma.policy;

import java.util.List;
import stemma.core.Act;

/** What the ledger knows of acts that happened, so that a limit outlives a restart. */
@FunctionalInterface
public interface PastActs {
    /** Knows nothing. */
    PastActs NONE = sinceMillis -> List.of();

    /**
     * One act that was let pass.
     *
     * @param atMillis when it began, since the epoch
     */
    record Past(Act act, long atMillis) {}

    /** Acts that began then or later and were not refused, the oldest first; as many as are worth knowing. */
    List<Past> since(long sinceMillis);
}
