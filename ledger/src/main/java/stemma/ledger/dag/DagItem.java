package stemma.ledger.dag;

import java.util.List;
import stemma.core.ActId;
import stemma.core.Digest;

/**
 * What the log says of an object: all but its title and payload, so that its descent can be drawn and
 * proven after it was erased.
 *
 * @param bytes of its content
 */
record DagItem(Digest id, String kind, List<Digest> links, List<ActId> acts, int bytes) {
    /** Digits of a name that are shown; enough to tell objects apart, and accepted wherever one is asked for. */
    static final int SHORT_CHARS = 12;

    DagItem {
        links = List.copyOf(links);
        acts = List.copyOf(acts);
    }

    static String brief(Digest id) {
        return id.hex().substring(0, SHORT_CHARS);
    }
}
