package stemma.ledger.dag;

import java.util.HashMap;
import java.util.Map;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Entry;

/**
 * Where the log left the objects: their root, and which were erased by which act.
 */
public final class DagState {
    private DagRoot root = DagRoot.NONE;
    private final Map<Digest, ActId> erased = new HashMap<>();

    /** Takes the next entry of the log into account. Not thread-safe. */
    public void read(Entry entry) {
        if (entry instanceof Entry.Noted note && note.topic().equals(DagNote.TOPIC)) {
            switch (DagNote.of(note)) {
                case DagNote.Added(DagItem item, DagRoot after) -> root = after;
                case DagNote.Erased(ActId by, var ids) -> ids.forEach(id -> erased.put(id, by));
            }
        }
    }

    void at(DagRoot last) {
        root = last;
    }

    void erased(Digest id, ActId by) {
        erased.put(id, by);
    }

    DagRoot root() {
        return root;
    }

    Map<Digest, ActId> erased() {
        return Map.copyOf(erased);
    }
}
