package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Chooser;
import stemma.core.DriveState;

final class KernelDriveTest {
    private final Kernel kernel = Kernel.start(3);
    private final DriveState drive = new KernelDrive(kernel);

    @Test
    void theReadingsAreThoseOfTheKernel() {
        assertThat(drive.exploration()).isEqualTo(0.5, within(1e-12));
        assertThat(drive.colony()).isEqualTo(0, within(1e-12));
        for (int i = 0; i < 20; i++) {
            kernel.step(Stimulus.none().withFreeEnergyRise(1).withPsiRise(0.5).withSurprise(0.2));
        }
        BlochPoint point = kernel.state().bloch();
        assertThat(drive.theta()).isEqualTo(point.theta());
        assertThat(drive.phi()).isEqualTo(point.phi());
        assertThat(drive.radius()).isEqualTo(point.radius());
        assertThat(drive.entropy()).isEqualTo(kernel.state().entropy());
        assertThat(drive.exploration()).isEqualTo(point.exploration()).isGreaterThan(0.8);
        assertThat(drive.colony()).isEqualTo(point.colony()).isGreaterThan(0.3);
    }

    /** Option 2 pays, then option 0 does. */
    private static List<Integer> choices(Chooser chooser, int rounds) {
        List<Integer> choices = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            int choice = chooser.choose();
            choices.add(choice);
            double chance = CounterRandom.at(77, i);
            double paid = choice == (i < rounds / 2 ? 2 : 0) ? 0.9 : 0.2;
            chooser.learn(choice, chance < paid ? 1 : 0);
        }
        return choices;
    }

    @Test
    void aChooserFindsWhatPaysAndFindsItAgain() {
        List<Integer> choices = choices(drive.chooser(4, 1), 2_000);
        assertThat(choices.subList(800, 1_000))
                .filteredOn(choice -> choice == 2)
                .hasSizeGreaterThan(160);
        assertThat(choices.subList(1_800, 2_000))
                .filteredOn(choice -> choice == 0)
                .hasSizeGreaterThan(160);
        assertThat(choices).contains(1, 3);
    }

    @Test
    void theSameSeedChoosesTheSame() {
        assertThat(choices(drive.chooser(4, 9), 500)).isEqualTo(choices(drive.chooser(4, 9), 500));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, KernelChooser.OPTIONS_MAX})
    void optionsHaveALimit(int options) {
        assertThat(drive.chooser(options, 1).choose()).isBetween(0, options - 1);
        assertThatThrownBy(() -> drive.chooser(0, 1)).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> drive.chooser(KernelChooser.OPTIONS_MAX + 1, 1))
                .isInstanceOf(KernelRefused.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void whatIsNoRewardIsRefused(double reward) {
        Chooser chooser = drive.chooser(2, 1);
        assertThatThrownBy(() -> chooser.learn(0, reward)).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> chooser.learn(2, 0.5)).isInstanceOf(KernelRefused.class);
    }
}
