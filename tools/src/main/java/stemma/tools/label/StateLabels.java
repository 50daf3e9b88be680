package stemma.tools.label;

import java.util.Optional;
import stemma.core.Digest;
import stemma.core.Labels;
import stemma.core.Provenance;
import stemma.ledger.table.Projector;
import stemma.store.StateDb;

/** The labels of the state database, once it holds what the log holds. Thread-safe. */
public final class StateLabels implements Labels {
    private final StateDb db;
    private final Projector projector;

    public StateLabels(StateDb db, Projector projector) {
        this.db = db;
        this.projector = projector;
    }

    @Override
    public Optional<Provenance> bytes(Digest content) {
        settle();
        return db.read(sql -> LabelTable.bytes(sql, content));
    }

    @Override
    public Optional<Provenance> file(String target, Digest content) {
        settle();
        return db.read(sql -> LabelTable.bytes(sql, content).or(() -> LabelTable.path(sql, target)));
    }

    @Override
    public Optional<Provenance> under(String folder) {
        settle();
        return db.read(sql -> LabelTable.under(sql, folder));
    }

    /** Whoever is interrupted reads what the tables hold now; the act he does it for is stopped anyway. */
    private void settle() {
        try {
            projector.settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
