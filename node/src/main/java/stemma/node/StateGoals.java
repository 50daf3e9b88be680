package stemma.node;

import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.ledger.table.Projector;
import stemma.mind.Goal;
import stemma.mind.GoalProjection;
import stemma.mind.GoalTable;
import stemma.store.StateDb;

/** The goals of the state database, as the mind asks for them. */
final class StateGoals implements GoalTable {
    private final StateDb db;
    private final Projector projector;

    StateGoals(StateDb db, Projector projector) {
        this.db = db;
        this.projector = projector;
    }

    @Override
    public Optional<Goal> find(ActId id) {
        settle();
        return db.read(sql -> GoalProjection.find(sql, id));
    }

    @Override
    public List<Goal> newest(int limit) {
        settle();
        return db.read(sql -> GoalProjection.newest(sql, limit));
    }

    @Override
    public List<Goal> open() {
        settle(); // until the table has seen this opening, a goal that was at work still seems to be
        return db.read(GoalProjection::open);
    }

    /** Whoever is interrupted reads what the tables hold now. */
    private void settle() {
        try {
            projector.settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
