package stemma.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.ledger.table.ActView;
import stemma.ledger.table.Acts;
import stemma.policy.PastActs;

/** The newest acts of the ledger, with what a rule sees of them. */
final class RecordedActs implements Supplier<List<Act>>, PastActs {
    private static final int ACTS_MAX = 5_000;
    private static final Set<String> REFUSED = Set.of("waiting", Ending.DENIED.word(), Ending.EXPIRED.word());

    private final Acts acts;

    RecordedActs(Acts acts) {
        this.acts = acts;
    }

    @Override
    public List<Act> get() {
        return newest(Long.MIN_VALUE).stream().map(RecordedActs::act).toList();
    }

    /** Acts that still run are among them; those that wait for an answer, or were refused, are not. */
    @Override
    public List<Past> since(long sinceMillis) {
        List<Past> past = new ArrayList<>();
        for (ActView view : newest(sinceMillis).reversed()) {
            boolean refused = REFUSED.contains(view.ending());
            if (!refused && view.startedMillis() >= sinceMillis) {
                past.add(new Past(act(view), view.startedMillis()));
            }
        }
        return past;
    }

    private List<ActView> newest(long sinceMillis) {
        List<ActView> all = new ArrayList<>();
        Optional<ActId> before = Optional.empty();
        boolean more = true;
        while (more && all.size() < ACTS_MAX) {
            Acts.Page page = acts.page("", Acts.PAGE_ACTS_MAX, before);
            all.addAll(page.acts());
            more = page.more() && page.acts().getLast().startedMillis() >= sinceMillis;
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
