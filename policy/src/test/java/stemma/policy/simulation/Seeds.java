package stemma.policy.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import stemma.store.StateDb;
import stemma.store.StateFile;

/** Tries seeds until one fails, the smallest of those that did; several at once, each worker with its own database. */
final class Seeds {
    /** One seed alone. */
    static final String SEED = "stemma.seed";
    /** Seeds from one number to another, such as {@code 2000-4000}; the second is not tried. */
    static final String RANGE = "stemma.seeds";
    /** A bug to plant, by name. */
    static final String BUG = "stemma.bug";

    /** One runs while another's next thread wakes up. */
    private static final int WORKERS_PER_PROCESSOR = 2;

    private final Path folder;
    private final Planted planted;
    private final AtomicLong next;
    private final AtomicReference<Optional<Found>> found = new AtomicReference<>(Optional.empty());

    /** A seed, what was planted in it, and what it violates. */
    record Found(long seed, Planted planted, Run.Outcome outcome) {
        /** The command that runs it alone, to the same end, from the root of the repository. */
        String replay() {
            String bug = planted instanceof Bug b ? " -D" + BUG + "=" + b.name() : "";
            return "mvn -q -o -pl policy -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest=SimulationTest -D"
                    + SEED + "=" + seed + bug;
        }

        @Override
        public String toString() {
            return "seed " + seed + ": " + outcome.violation() + "\ntranscript "
                    + outcome.digest().hex() + "\nreplay with: " + replay();
        }
    }

    /** What trying the seeds came to. */
    record Report(Optional<Found> found, Run.Tally tally) {}

    private Seeds(Path folder, Planted planted, long from) {
        this.folder = folder;
        this.planted = planted;
        this.next = new AtomicLong(from);
    }

    /** Tries the seeds from one (inclusive) to another (exclusive). */
    static Report tried(Path folder, Planted planted, long from, long to)
            throws InterruptedException, ExecutionException {
        return new Seeds(folder, planted, from).all(to);
    }

    private Report all(long to) throws InterruptedException, ExecutionException {
        int workers = WORKERS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        List<Future<Run.Tally>> tallies = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            for (int i = 0; i < workers; i++) {
                Path file = folder.resolve("state-" + i + ".db");
                tallies.add(pool.submit(() -> work(file, to)));
            }
        }
        Run.Tally sum = Run.Tally.NOTHING;
        for (Future<Run.Tally> tally : tallies) {
            sum = sum.plus(tally.get());
        }
        return new Report(found.get(), sum);
    }

    private static Optional<Found> first(Optional<Found> one, Optional<Found> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.comparingLong(Found::seed));
    }

    private Run.Tally work(Path file, long to) {
        Run.Tally sum = Run.Tally.NOTHING;
        try (StateDb db = StateFile.open(file, folder, List.of())) {
            for (long seed = next.getAndIncrement();
                    seed < to && found.get().isEmpty();
                    seed = next.getAndIncrement()) {
                Run.Outcome outcome = Run.of(seed, planted, db);
                sum = sum.plus(outcome.tally());
                if (!outcome.violation().isEmpty()) {
                    Found failed = new Found(seed, planted, outcome);
                    found.accumulateAndGet(Optional.of(failed), Seeds::first);
                }
            }
        }
        return sum;
    }
}
