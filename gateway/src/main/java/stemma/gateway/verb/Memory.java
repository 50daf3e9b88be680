package stemma.gateway.verb;

import java.io.IOException;
import java.util.List;
import stemma.core.Digest;
import stemma.core.Refusal;

/** What a client remembers of the nodes it has met, asked before it tells one what to do. */
@FunctionalInterface
public interface Memory {
    /** Asks the node for a proof that its log of one size continues that of another. */
    @FunctionalInterface
    interface Prover {
        List<Digest> consistency(long old, long size) throws IOException;
    }

    /**
     * Looks at a node's checkpoint and remembers it; throws a {@link Refusal} when the node's past is not
     * the one that was seen.
     */
    void meet(String checkpoint, Prover prover) throws IOException;
}
