package stemma.sandbox.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.core.ActId;
import stemma.core.Clock;
import stemma.core.Gate;
import stemma.core.Result;
import stemma.ledger.table.Projector;
import stemma.sandbox.ApplyReport;
import stemma.sandbox.BoxChanges;
import stemma.sandbox.KeptBox;
import stemma.store.StateDb;

/**
 * Keeps what runs leave bounded in number, size and age: the oldest are discarded, each by an act of the node. What a
 * killed node left of a box that is no run's, or of a run that kept nothing, is removed too. The folders of agents'
 * commands count like those of runs.
 */
public final class RunSweep {
    private static final Set<String> KEEPING = Set.of(RunTable.PENDING, RunTable.APPLIED, RunTable.UNDONE);
    private static final String RUN_ID = "\\d+-\\d+";
    private static final String COMMAND_ID = "act-.*";

    /**
     * How much is kept.
     *
     * @param runsMax box folders
     * @param bytesMax of all of them together
     * @param millisMax since something was last put into one
     * @param graceMillis a folder younger than this is never a leftover: its run may not be in the table yet
     */
    public record Bounds(int runsMax, long bytesMax, long millisMax, long graceMillis) {
        public static final int PENDING_RUNS_MAX = 200;
        public static final long PENDING_BYTES_MAX = 8L << 30;
        public static final long PENDING_MILLIS_MAX = 14L * 24 * 60 * 60 * 1_000;
        private static final long GRACE_MILLIS = 24L * 60 * 60 * 1_000;

        public Bounds {
            if (runsMax < 0 || bytesMax < 0 || millisMax < 0 || graceMillis < 0) {
                throw new IllegalArgumentException("a bound is not negative");
            }
        }

        public static Bounds standard() {
            return new Bounds(PENDING_RUNS_MAX, PENDING_BYTES_MAX, PENDING_MILLIS_MAX, GRACE_MILLIS);
        }
    }

    private final Runs runs;
    private final StateDb db;
    private final Projector projector;
    private final Gate gate;
    private final Clock clock;
    private final Bounds bounds;

    public RunSweep(Runs runs, StateDb db, Projector projector, Gate gate, Clock clock, Bounds bounds) {
        this.runs = runs;
        this.db = db;
        this.projector = projector;
        this.gate = gate;
        this.clock = clock;
        this.bounds = bounds;
    }

    /**
     * Looks at every box folder and every kept output once and removes what is too much. Takes as long as the folders
     * are large, so not for a thread that somebody waits for.
     *
     * @return how many were removed
     */
    public int sweep() throws IOException, InterruptedException {
        projector.settle();
        long now = clock.millis();
        List<KeptBox> keeping = new ArrayList<>();
        int removed = 0;
        for (KeptBox box : runs.kept()) {
            if (keeps(box)) {
                keeping.add(box);
            } else if (now - box.touchedMillis() >= bounds.graceMillis()) {
                removed += ended(runs.sweep(gate, box.id()));
            }
        }
        for (KeptBox box : tooMuch(keeping, bounds, now)) {
            removed += ended(discard(box));
        }
        return removed + runs.outputs().sweep(now - bounds.millisMax());
    }

    /** Whether somebody may still want what is in it. */
    private boolean keeps(KeptBox box) {
        if (!box.id().matches(RUN_ID)) {
            return box.id().matches(COMMAND_ID);
        }
        return RunTable.find(db, ActId.parse(box.id().replace('-', '.')))
                .filter(row -> KEEPING.contains(row.state()))
                .isPresent();
    }

    /** The oldest, until the rest fits the bounds. */
    static List<KeptBox> tooMuch(List<KeptBox> kept, Bounds bounds, long now) {
        List<KeptBox> newestFirst = kept.stream()
                .sorted(Comparator.comparingLong(KeptBox::touchedMillis).reversed())
                .toList();
        List<KeptBox> over = new ArrayList<>();
        long bytes = 0;
        int count = 0;
        for (KeptBox box : newestFirst) {
            boolean fits = over.isEmpty()
                    && count < bounds.runsMax()
                    && bytes + box.bytes() <= bounds.bytesMax()
                    && now - box.touchedMillis() <= bounds.millisMax();
            if (fits) {
                count++;
                bytes += box.bytes();
            } else {
                over.add(box);
            }
        }
        return over.reversed();
    }

    private Result<ApplyReport> discard(KeptBox box) throws IOException {
        if (!box.id().matches(RUN_ID)) {
            return runs.sweep(gate, box.id());
        }
        Optional<BoxChanges> changes = runs.changes(ActId.parse(box.id().replace('-', '.')));
        return changes.isPresent() ? runs.expire(gate, changes.get()) : runs.sweep(gate, box.id());
    }

    private static int ended(Result<ApplyReport> result) {
        return result instanceof Result.Ended<ApplyReport>(var receipt, var report) && report.isPresent() ? 1 : 0;
    }
}
