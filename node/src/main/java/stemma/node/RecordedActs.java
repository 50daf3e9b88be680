package stemma.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.ledger.table.ActView;
import stemma.ledger.table.Acts;

/** The newest acts of the ledger, with what a rule sees of them. */
final class RecordedActs implements Supplier<List<Act>> {
    private static final int ACTS_MAX = 5_000;

    private final Acts acts;

    RecordedActs(Acts acts) {
        this.acts = acts;
    }

    @Override
    public List<Act> get() {
        List<Act> all = new ArrayList<>();
        Optional<ActId> before = Optional.empty();
        boolean more = true;
        while (more && all.size() < ACTS_MAX) {
            Acts.Page page = acts.page("", Acts.PAGE_ACTS_MAX, before);
            page.acts().forEach(view -> all.add(act(view)));
            more = page.more();
            before = page.acts().isEmpty()
                    ? before
                    : Optional.of(ActId.given(page.acts().getLast().id()));
        }
        return all;
    }

    private static Act act(ActView view) {
        return new Act(
                view.op(),
                view.target(),
                Digest.EMPTY,
                Actor.parse(view.actor()),
                new Provenance(Trust.parse(view.trust()), List.of()),
                Act.PURSE_DEFAULT,
                Cost.ZERO,
                Act.DEADLINE_MILLIS_DEFAULT,
                1);
    }
}
