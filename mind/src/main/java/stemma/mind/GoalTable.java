package stemma.mind;

import java.util.List;
import java.util.Optional;
import stemma.core.ActId;

/** The goals that have ended, or were open when the node was opened. */
public interface GoalTable {
    Optional<Goal> find(ActId id);

    /** The newest first. */
    List<Goal> newest(int limit);

    /** Those that have not ended, oldest first. */
    List<Goal> open();
}
