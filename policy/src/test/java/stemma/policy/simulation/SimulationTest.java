package stemma.policy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;
import stemma.store.StateDb;

/**
 * Every seed keeps every promise. A failing seed is printed; {@code -Dstemma.seed=N} runs it alone and
 * prints what happened, the same each time.
 */
class SimulationTest {
    /** As many seeds find each planted bug. */
    static final long SEEDS = 2_000;

    private static final long SEEDS_TRIED = Boolean.getBoolean("stemma.deep") ? 100_000 : SEEDS;

    @Test
    void everySeedKeepsThePromises(@TempDir(factory = Memory.class) Path folder) throws Exception {
        long alone = Long.getLong("stemma.seed", -1);
        Seeds.Report report =
                alone < 0
                        ? Seeds.tried(folder, Planted.NOTHING, 0, SEEDS_TRIED)
                        : Seeds.tried(folder, Planted.NOTHING, alone, alone + 1);
        report.found().ifPresent(found -> System.err.println(found.outcome().transcript()));
        assertThat(report.found().map(found -> "seed " + found.seed() + ", -Dstemma.seed=" + found.seed() + " replays"
                        + " it: " + found.outcome().violation()))
                .isEmpty();
        if (alone < 0) {
            enoughHappened(report.tally());
        }
    }

    /** A simulation in which nothing goes wrong proves nothing. */
    private static void enoughHappened(Run.Tally tally) {
        assertThat(tally.crashes()).isGreaterThan((int) SEEDS_TRIED / 2);
        assertThat(tally.failures()).isGreaterThan((int) SEEDS_TRIED / 100);
        assertThat(tally.unknown()).isGreaterThan((int) SEEDS_TRIED / 20);
        assertThat(tally.effects()).isGreaterThan((int) SEEDS_TRIED);
        assertThat(tally.approved()).isGreaterThan((int) SEEDS_TRIED / 20);
    }

    @Test
    void aSeedHasOneTranscript(@TempDir(factory = Memory.class) Path folder) {
        int seeds = 40;
        Set<Digest> digests = new HashSet<>();
        try (StateDb one = StateDb.open(folder.resolve("one.db"), folder, List.of());
                StateDb two = StateDb.open(folder.resolve("two.db"), folder, List.of())) {
            for (long seed = 0; seed < seeds; seed++) {
                Run.Outcome first = Run.of(seed, Planted.NOTHING, one);
                Run.Outcome again = Run.of(seed, Planted.NOTHING, two);
                assertThat(again.transcript()).as("seed %d", seed).isEqualTo(first.transcript());
                assertThat(again.digest()).isEqualTo(first.digest());
                digests.add(first.digest());
            }
        }
        assertThat(digests).hasSize(seeds);
    }
}
