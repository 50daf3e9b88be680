package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActRefused;

/** What a whole box may take, how many there may be, and how strong they must be. */
class BoundsTest {
    /** Three processes of 40 MiB each, each below the bound by itself; begins once the box is in its group. */
    private static final String HOGS = "sleep 0.5; for i in 1 2 3; do"
            + " perl -e '$x = \"a\" x (40 << 20); print \"filled\\n\"; sleep 1' & done; wait; echo end";

    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(temp);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void theMemoryOfAWholeBoxIsBoundedAndThatIsSaid() throws Exception {
        Assumptions.assumeTrue(
                ControlGroup.place().isPresent(),
                "skipped: no control group can be made here, so memory is bounded for each process alone");
        BoxSpec hogs = BoxSpec.of(rig.project, "sh", "-c", HOGS);
        BoxLimits limits = BoxLimits.standard().withMemoryBytes(100 << 20);
        Rig.Ran held = rig.run(hogs.withLimits(limits));
        assertThat(held.out()).contains("end");
        assertThat(held.out().lines().filter("filled"::equals)).hasSizeLessThan(3);
        assertThat(held.box().notes()).anyMatch(note -> note.contains("memory bound of 100 MiB"));
        held.box().close();
        assertThat(held.box().notes())
                .as("known after the group is gone, too")
                .anyMatch(note -> note.contains("memory bound of 100 MiB"));
        Rig.Ran roomy = rig.run(hogs.withLimits(limits.withMemoryBytes(400 << 20)));
        assertThat(roomy.out().lines().filter("filled"::equals)).hasSize(3);
        assertThat(roomy.box().notes()).isEmpty();
    }

    @Test
    void oneBoxMoreThanTheBoundIsRefusedUntilOneEnds() throws Exception {
        rig.close();
        rig = new Rig(Files.createDirectories(temp.resolve("two")), config -> withBoxesMax(config, 2));
        BoxSpec waits = BoxSpec.of(rig.project, "sh", "-c", "read line");
        RunningBox first = rig.start(waits);
        RunningBox second = rig.start(waits);
        try (second) {
            assertThatThrownBy(() -> rig.start(waits)).hasMessageContaining("2 boxes run already");
            first.close();
            assertThat(rig.run(BoxSpec.of(rig.project, "true")).code()).isZero();
        } finally {
            first.close();
        }
    }

    private static SandboxConfig withBoxesMax(SandboxConfig c, int boxesMax) {
        return c.withBoxesMax(boxesMax);
    }

    @Test
    void whatBoxesWriteIsTheNodesAlone() throws Exception {
        Path boxes = temp.resolve("node/boxes");
        Files.setPosixFilePermissions(boxes, PosixFilePermissions.fromString("rwxr-xr-x"));
        rig.close();
        rig = new Rig(temp);
        assertThat(rig.sh("echo x > made; ls").out()).as("a box still starts").isEqualTo("made\n");
        assertThat(Files.getPosixFilePermissions(boxes)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (Outside.root()) {
            assertThat(Outside.run(List.of("ls", boxes.toString()))).contains("Permission denied");
        }
    }

    @Test
    void theUidsAreHandedOutOnceEachAndComeBack() {
        UidPool pool = new UidPool(200_000, 2);
        assertThat(List.of(pool.take(), pool.take())).containsExactly(200_000, 200_001);
        assertThatThrownBy(pool::take).isInstanceOf(BoxRefused.class).hasMessageContaining("wait for one to end");
        pool.giveBack(200_000);
        assertThat(pool.take()).isEqualTo(200_000);
        assertThatThrownBy(() -> new UidPool(999, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UidPool(1_000, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void belowTheRequiredStrengthNothingRuns() throws Exception {
        Assumptions.assumeTrue(Outside.root(), "skipped: only root can make the folder one that must be copied");
        rig.close();
        rig = new Rig(Files.createDirectories(temp.resolve("strong")), config -> withFloor(config, Strength.STRONG));
        BoxSpec spec = BoxSpec.of(rig.project, "sh", "-c", "echo ran");
        assertThat(rig.run(spec).out()).as("an overlay is strong").isEqualTo("ran\n");
        Path foreign = Files.writeString(rig.project.resolve("foreign"), "of another owner");
        new Owner(Outside.NOBODY, Outside.NOBODY).take(foreign);
        assertThatThrownBy(() -> rig.start(spec))
                .isInstanceOf(ActRefused.class)
                .hasMessageContaining("required strength, strong")
                .hasMessageContaining("several owners")
                .hasMessageContaining("stemma doctor");
        Rig firm = new Rig(Files.createDirectories(temp.resolve("firm")), config -> withFloor(config, Strength.FIRM));
        Files.copy(foreign, firm.project.resolve("foreign"), StandardCopyOption.COPY_ATTRIBUTES);
        try (firm) {
            Rig.Ran ran = firm.run(BoxSpec.of(firm.project, "sh", "-c", "echo ran"));
            assertThat(ran.out()).isEqualTo("ran\n");
            assertThat(ran.box().viewKind()).isEqualTo(ViewKind.COPY);
        }
    }

    private static SandboxConfig withFloor(SandboxConfig c, Strength floor) {
        return c.withFloor(floor);
    }
}
