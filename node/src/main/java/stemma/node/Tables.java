package stemma.node;

import java.util.List;
import stemma.cartridge.CartridgeTable;
import stemma.ledger.Projection;
import stemma.ledger.table.ActTable;
import stemma.ledger.table.OpenTable;
import stemma.mind.GoalProjection;
import stemma.policy.AdoptionProjection;
import stemma.policy.ApprovalProjection;
import stemma.policy.PurseProjection;
import stemma.sandbox.run.RunTable;
import stemma.sandbox.undo.UndoTable;

/** Every table that is computed from the log. */
final class Tables {
    private Tables() {}

    /** All of them, in the order in which they are brought up to date. */
    static List<Projection> all() {
        return List.of(
                new OpenTable(),
                new ActTable(),
                new RunTable(),
                new UndoTable(),
                new ApprovalProjection(),
                new PurseProjection(),
                new AdoptionProjection(),
                new GoalProjection(),
                new CartridgeTable());
    }
}
