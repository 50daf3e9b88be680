package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each drive moves the point where it should, and nothing gets stuck. */
final class DrivesTest {
    private static BlochPoint after(BlochPoint start, int steps, Stimulus stimulus) {
        Evolution evolution = new Evolution(start.state());
        for (int i = 0; i < steps; i++) {
            Drives.apply(evolution, 1, stimulus);
        }
        return evolution.state().bloch();
    }

    @Test
    void risingFreeEnergyExploresAndFallingExploits() {
        Stimulus rise = Stimulus.none().withFreeEnergyRise(1);
        assertThat(after(BlochPoint.REST, 5, rise).exploration()).isGreaterThan(0.6);
        assertThat(after(BlochPoint.REST, 100, rise).exploration()).isGreaterThan(0.9);
        Stimulus fall = Stimulus.none().withFreeEnergyRise(-1);
        assertThat(after(BlochPoint.REST, 100, fall).exploration()).isLessThan(0.1);
    }

    @Test
    void risingPsiTurnsToTheColonyFromEitherSideAndFallingBack() {
        Stimulus rise = Stimulus.none().withPsiRise(1);
        for (double phi : new double[] {0, 0.5, -0.5, 3, -3}) {
            BlochPoint start = BlochPoint.at(Math.PI / 2, phi, 0.9);
            assertThat(after(start, 1, rise).colony()).isGreaterThan(Math.min(start.colony(), 0.99));
            assertThat(after(start, 100, rise).colony()).isGreaterThan(0.9);
            assertThat(after(start, 100, Stimulus.none().withPsiRise(-1)).colony())
                    .isLessThan(0.01);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3.141592653589793, 0", "0.01, 2", "3.1, -2", "1.5707963, 3.141592653589793"})
    void theRestingForceBringsEveryPointBack(double theta, double phi) {
        BlochPoint end = after(BlochPoint.at(theta, phi, 1), 600, Stimulus.none());
        assertThat(end.theta()).isEqualTo(Math.PI / 2, within(0.01));
        assertThat(end.phi()).isEqualTo(0, within(0.01));
        assertThat(end.radius()).isEqualTo(1, within(0.01));
        assertThat(after(new BlochPoint(0, 0, 0), 600, Stimulus.none()).radius())
                .isEqualTo(1, within(0.01));
    }

    @Test
    void noPoleHoldsAPointAgainstItsDrive() {
        BlochPoint exploit = BlochPoint.at(0, 0, 1);
        assertThat(after(exploit, 3, Stimulus.none().withFreeEnergyRise(1)).theta())
                .isGreaterThan(0.5);
        BlochPoint explore = BlochPoint.at(Math.PI, 0, 1);
        assertThat(after(explore, 3, Stimulus.none().withFreeEnergyRise(-1)).theta())
                .isLessThan(Math.PI - 0.5);
        assertThat(after(exploit, 40, Stimulus.none().withPsiRise(1)).colony()).isGreaterThan(0.5);
    }

    @Test
    void whoExploresAsFarAsCanBeStillTurnsToTheColony() {
        Stimulus both = Stimulus.none().withFreeEnergyRise(1).withPsiRise(1);
        BlochPoint end = after(BlochPoint.REST, 200, both);
        assertThat(end.exploration()).isGreaterThan(0.95).isLessThan(1);
        assertThat(end.colony()).isGreaterThan(0.9);
    }

    @Test
    void surpriseCostsCertaintyAndNoDirection() {
        for (double theta : new double[] {0, 0.4, 1.5, 3}) {
            BlochPoint start = BlochPoint.at(theta, 1, 1);
            Evolution evolution = new Evolution(start.state());
            Evolution quiet = new Evolution(start.state());
            Drives.apply(evolution, 1, Stimulus.none().withSurprise(1));
            Drives.apply(quiet, 1, Stimulus.none());
            BlochPoint surprised = evolution.state().bloch();
            assertThat(surprised.radius()).isLessThan(quiet.state().bloch().radius() - 0.3);
            assertThat(surprised.theta()).isEqualTo(start.theta(), within(0.1));
        }
        double low =
                after(BlochPoint.REST, 100, Stimulus.none().withSurprise(2)).radius();
        double high =
                after(BlochPoint.REST, 100, Stimulus.none().withSurprise(0.1)).radius();
        assertThat(low).isLessThan(high);
    }

    @Test
    void peersDrawNearButNeverTakeOver() {
        BlochPoint far = BlochPoint.at(2.5, 2, 0.9);
        Stimulus.Peer peer = new Stimulus.Peer(far, 1);
        BlochPoint once = after(BlochPoint.REST, 1, Stimulus.none().withPeers(List.of(peer)));
        double before = BlochPoint.REST.state().traceDistance(far.state());
        double now = once.state().traceDistance(far.state());
        assertThat(now).isLessThan(before).isGreaterThan(0.75 * before);
        Stimulus crowd = Stimulus.none().withPeers(Collections.nCopies(Stimulus.PEERS_MAX, peer));
        assertThat(after(BlochPoint.REST, 1, crowd).state().traceDistance(once.state()))
                .isLessThan(1e-12);
        Stimulus faint = Stimulus.none().withPeers(List.of(new Stimulus.Peer(far, 0.1)));
        assertThat(after(BlochPoint.REST, 1, faint).state().traceDistance(far.state()))
                .isGreaterThan(now);
    }

    @Test
    void drivesHaveLimits() {
        double most = Stimulus.DRIVE_MAX;
        assertThat(Stimulus.none()
                        .withFreeEnergyRise(-most)
                        .withPsiRise(most)
                        .withSurprise(most)
                        .surprise())
                .isEqualTo(most);
        for (double bad : new double[] {Math.nextUp(most), Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            assertThatThrownBy(() -> Stimulus.none().withFreeEnergyRise(-bad)).isInstanceOf(KernelRefused.class);
            assertThatThrownBy(() -> Stimulus.none().withPsiRise(bad)).isInstanceOf(KernelRefused.class);
            assertThatThrownBy(() -> Stimulus.none().withSurprise(bad)).isInstanceOf(KernelRefused.class);
        }
        assertThatThrownBy(() -> Stimulus.none().withSurprise(-1e-9)).isInstanceOf(KernelRefused.class);
        Stimulus.Peer peer = new Stimulus.Peer(BlochPoint.REST, 0.5);
        assertThatThrownBy(() -> Stimulus.none().withPeers(Collections.nCopies(Stimulus.PEERS_MAX + 1, peer)))
                .isInstanceOf(KernelRefused.class);
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Stimulus.Peer(BlochPoint.REST, bad)).isInstanceOf(KernelRefused.class);
        }
    }

    @Test
    void aPointOutsideTheBallIsRefused() {
        assertThatThrownBy(() -> new BlochPoint(1, 0.1, 0)).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> new BlochPoint(Double.NaN, 0, 0)).isInstanceOf(KernelRefused.class);
        assertThat(new BlochPoint(1 + 1e-10, 0, 0).radius()).isEqualTo(1);
    }

    @Test
    void aPointAndItsStateAreTheSame() {
        BlochPoint point = BlochPoint.at(0.7, -2.1, 0.6);
        BlochPoint back = point.state().bloch();
        assertThat(back.theta()).isEqualTo(0.7, within(1e-12));
        assertThat(back.phi()).isEqualTo(-2.1, within(1e-12));
        assertThat(back.radius()).isEqualTo(0.6, within(1e-12));
        assertThat(point.state().purity()).isEqualTo((1 + 0.36) / 2, within(1e-12));
        assertThat(BlochPoint.at(1, Math.PI, 1).colony()).isEqualTo(1, within(1e-12));
        assertThat(BlochPoint.at(1, -Math.PI / 2, 1).colony()).isEqualTo(0.5, within(1e-12));
    }
}
