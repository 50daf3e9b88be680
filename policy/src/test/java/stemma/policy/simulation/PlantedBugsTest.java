package stemma.policy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An oracle that finds nothing in a faulty node would prove nothing of a sound one. */
class PlantedBugsTest {

    @ParameterizedTest
    @EnumSource(Bug.class)
    void isFound(Bug bug, @TempDir(factory = Memory.class) Path folder) throws Exception {
        Seeds.Report report = Seeds.tried(folder, bug, 0, SimulationTest.SEEDS);
        assertThat(report.found()).hasValueSatisfying(found -> {
            assertThat(found.outcome().violation()).as("seed %d", found.seed()).containsPattern(bug.shows());
        });
    }
}
