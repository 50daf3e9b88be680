package stemma.gateway.verb;

import java.util.List;
import stemma.core.Digest;

/** What the node shows of its past before it is told what to do. Thread-safe. */
public interface Past {
    /** Its last signed checkpoint, as a signed note. */
    String checkpoint();

    /** The RFC 6962 proof that the log of one size continues that of another; neither is empty. */
    List<Digest> consistency(long old, long size);
}
