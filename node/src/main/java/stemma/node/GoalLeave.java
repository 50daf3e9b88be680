package stemma.node;

import java.nio.file.Path;
import stemma.core.Actor;
import stemma.mind.Goals;
import stemma.policy.GrantBook;

/** Lets a goal into the folder it is about for as long as it works. */
final class GoalLeave implements Goals.Leave {
    private final GrantBook grants;

    GoalLeave(GrantBook grants) {
        this.grants = grants;
    }

    @Override
    public void grant(Actor goal, Path folder) {
        grants.grantFolder(goal, folder.toString());
    }

    @Override
    public void withdraw(Actor goal) {
        grants.withdraw(goal);
    }
}
