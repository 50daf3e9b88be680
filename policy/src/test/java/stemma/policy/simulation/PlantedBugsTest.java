package stemma.policy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stemma.policy.Published;
import stemma.store.StateDb;
import stemma.store.StateFile;

/** An oracle that finds nothing in a faulty node would prove nothing of a sound one. */
class PlantedBugsTest {

    @ParameterizedTest
    @EnumSource(Bug.class)
    void isFoundAndFoundAgain(Bug bug, @TempDir(factory = Memory.class) Path folder, TestReporter reporter)
            throws Exception {
        Seeds.Found found =
                Seeds.tried(folder, bug, 0, SimulationTest.SEEDS).found().orElseThrow();
        assertThat(found.outcome().violation()).as("seed %d", found.seed()).containsPattern(bug.shows());
        assertThat(found.replay()).contains("-Dstemma.seed=" + found.seed() + " ", "-Dstemma.bug=" + bug);
        try (StateDb db = StateFile.open(folder.resolve("again.db"), folder, List.of())) {
            Run.Outcome again = Run.of(found.seed(), bug, db);
            assertThat(again.violation()).isEqualTo(found.outcome().violation());
            assertThat(again.digest()).isEqualTo(found.outcome().digest());
        }
        Published.figure(reporter, "planted-bugs-found", 1, 1, "planted bugs");
    }
}
