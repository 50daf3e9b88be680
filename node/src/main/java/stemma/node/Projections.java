package stemma.node;

import java.util.List;
import stemma.cartridge.CartridgeTable;
import stemma.ledger.Projection;
import stemma.ledger.dag.DagTable;
import stemma.ledger.table.ActTable;
import stemma.ledger.table.OpenTable;
import stemma.mind.GoalProjection;
import stemma.policy.AdoptionProjection;
import stemma.policy.ApprovalProjection;
import stemma.policy.OperatorProjection;
import stemma.policy.PurseProjection;
import stemma.sandbox.run.RunTable;
import stemma.sandbox.undo.UndoTable;
import stemma.tools.label.LabelTable;

/** Every table that is computed from the log. */
final class Projections {
    private Projections() {}

    static List<Projection> all() {
        return List.of(
                new OpenTable(),
                new ActTable(),
                new RunTable(),
                new UndoTable(),
                new DagTable(),
                new ApprovalProjection(),
                new OperatorProjection(),
                new PurseProjection(),
                new AdoptionProjection(),
                new GoalProjection(),
                new LabelTable(),
                new CartridgeTable());
    }
}
