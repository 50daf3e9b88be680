package stemma.policy.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import stemma.store.StateDb;

/** Tries seeds until one fails, several at once, each worker with its own database. */
final class Seeds {
    /** One runs while another's next thread wakes up. */
    private static final int WORKERS_PER_PROCESSOR = 2;

    private final Path folder;
    private final Planted planted;
    private final AtomicLong next;
    private final AtomicReference<Optional<Found>> found = new AtomicReference<>(Optional.empty());

    /** A seed and what it violates. */
    record Found(long seed, Run.Outcome outcome) {}

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

    private Run.Tally work(Path file, long to) {
        Run.Tally sum = Run.Tally.NOTHING;
        try (StateDb db = StateDb.open(file, folder, List.of())) {
            for (long seed = next.getAndIncrement();
                    seed < to && found.get().isEmpty();
                    seed = next.getAndIncrement()) {
                Run.Outcome outcome = Run.of(seed, planted, db);
                sum = sum.plus(outcome.tally());
                if (!outcome.violation().isEmpty()) {
                    found.set(Optional.of(new Found(seed, outcome)));
                }
            }
        }
        return sum;
    }
}
