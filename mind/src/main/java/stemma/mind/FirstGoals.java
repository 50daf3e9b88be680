package stemma.mind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.Actor;
import stemma.core.Provenance;

/** What a node wants on the day it is born: to see that its ledger is sound, and to know its own source. */
public final class FirstGoals {
    private FirstGoals() {}

    /**
     * Gives the node its first goals and returns at once. The survey of itself runs nothing: building
     * and testing its own source would keep a small machine busy for minutes, in the very minutes in
     * which somebody tries it for the first time.
     *
     * @param home the node's home
     * @param source the folder of its own source, where there is one
     */
    public static List<Goal> give(Goals goals, Path home, Optional<Path> source) {
        Actor node = Actor.node("birth");
        List<Goal> given = new ArrayList<>();
        given.add(goals.start(
                GoalRequest.of("Verify my own ledger", home)
                        .using("verify-ledger")
                        .from(Provenance.NODE),
                node));
        source.ifPresent(folder -> given.add(goals.start(
                GoalRequest.of("Survey my own source: what am I, what do I depend on, what looks risky?", folder)
                        .using("overview")
                        .from(Provenance.NODE),
                node)));
        return List.copyOf(given);
    }
}
