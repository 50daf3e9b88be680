package stemma.ledger.dag;

import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;

/**
 * An object among the others.
 *
 * @param links what it came from
 * @param index of the entry that added it
 * @param erased the act by which its content was erased
 */
public record Descent(Digest id, String kind, List<Digest> links, long index, Optional<ActId> erased) {
    public Descent {
        links = List.copyOf(links);
    }
}
