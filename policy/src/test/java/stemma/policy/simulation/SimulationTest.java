package stemma.policy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;
import stemma.policy.Published;
import stemma.store.StateDb;
import stemma.store.StateFile;

/**
 * Every seed keeps every promise. A failing seed is printed with the command that runs it alone and
 * prints what happened, the same each time. {@code -Dstemma.seeds=FROM-TO} tries other seeds.
 */
class SimulationTest {
    /** As many seeds find each planted bug. */
    static final long SEEDS = 2_000;

    private static final String DEEP = "0-100000";

    @Test
    void everySeedKeepsThePromises(@TempDir(factory = Memory.class) Path folder, TestReporter reporter)
            throws Exception {
        long[] range = range();
        Seeds.Report report = Seeds.tried(folder, planted(), range[0], range[1]);
        System.out.println("simulation: " + (range[1] - range[0]) + " seeds from " + range[0] + ": " + report.tally());
        report.found().ifPresent(found -> System.err.println(found.outcome().transcript()));
        assertThat(report.found()).isEmpty();
        if (range[1] - range[0] >= SEEDS) {
            enoughHappened(report.tally(), (int) (range[1] - range[0]));
        }
        Published.figure(reporter, "seeds-kept", range[1] - range[0], range[1] - range[0], "seeds");
    }

    private static long[] range() {
        Long alone = Long.getLong(Seeds.SEED);
        if (alone != null) {
            return new long[] {alone, alone + 1};
        }
        String all = Boolean.getBoolean("stemma.deep") ? DEEP : "0-" + SEEDS;
        String[] ends = System.getProperty(Seeds.RANGE, all).split("-", 2);
        return new long[] {Long.parseLong(ends[0]), Long.parseLong(ends[1])};
    }

    private static Planted planted() {
        String bug = System.getProperty(Seeds.BUG, "");
        return bug.isEmpty() ? Planted.NOTHING : Bug.valueOf(bug);
    }

    /** A simulation in which nothing goes wrong proves nothing. */
    private static void enoughHappened(Run.Tally tally, int seeds) {
        assertThat(tally.crashes()).isGreaterThan(seeds / 2);
        assertThat(tally.failures()).isGreaterThan(seeds / 100);
        assertThat(tally.unknown()).isGreaterThan(seeds / 20);
        assertThat(tally.effects()).isGreaterThan(seeds);
        assertThat(tally.approved()).isGreaterThan(seeds / 20);
    }

    @Test
    void aSeedHasOneTranscript(@TempDir(factory = Memory.class) Path folder) {
        int seeds = 40;
        Set<Digest> digests = new HashSet<>();
        try (StateDb one = StateFile.open(folder.resolve("one.db"), folder, List.of());
                StateDb two = StateFile.open(folder.resolve("two.db"), folder, List.of())) {
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
