package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChannelTest {
    private static final ComplexMatrix ONE = ComplexMatrix.identity(2);

    private final Draws draws = new Draws(4);

    @Test
    void aSetThatDoesNotSumToOneIsRefused() {
        refused(List.of(ONE.times(1.0001, 0)), KernelRefused.WHOLE, "differs from 1");
        refused(List.of(ONE.times(0.6, 0), ONE.times(0.7, 0)), KernelRefused.WHOLE, "keeps the trace");
        refused(List.of(), KernelRefused.WHOLE, "1 to 512 operators");
        refused(Collections.nCopies(Channel.KRAUS_MAX + 1, ONE), KernelRefused.WHOLE, "not 513");
        refused(List.of(ONE, ComplexMatrix.identity(3)), 1, "operator 1 has 3 rows");
        refused(List.of(ComplexMatrix.identity(65)), KernelRefused.WHOLE, "not 65");
        assertThat(Channel.of(List.of(ONE.times(1 + 1e-10, 0))).certificate().completenessError())
                .isLessThan(1e-15);
        double even = Math.sqrt(1.0 / Channel.KRAUS_MAX);
        assertThat(Channel.of(Collections.nCopies(Channel.KRAUS_MAX, ONE.times(even, 0)))
                        .size())
                .isEqualTo(2);
    }

    private static void refused(List<ComplexMatrix> kraus, int position, String words) {
        assertThatThrownBy(() -> Channel.of(kraus))
                .isInstanceOfSatisfying(
                        KernelRefused.class,
                        refused -> assertThat(refused.position()).isEqualTo(position))
                .hasMessageContaining(words);
    }

    @Test
    void operatorsThatCannotBeCompletedAreRefused() {
        assertThatThrownBy(() -> Channel.normalised(List.of(ComplexMatrix.real(2, 1, 0, 0, 0))))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining("too small to complete");
    }

    @Test
    void aMapThatIsNotCompletelyPositiveWouldBeSeen() {
        ComplexMatrix transposition = ComplexMatrix.real(4, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);
        assertThat(Spectrum.of(Arithmetic.best(), transposition.planes())[0]).isEqualTo(-1, within(1e-14));
        ComplexMatrix identity = Channel.of(List.of(ONE)).choi();
        assertThat(identity.re(0, 3)).isEqualTo(1, within(1e-14));
        assertThat(Spectrum.of(Arithmetic.best(), identity.planes())[3]).isEqualTo(2, within(1e-14));
    }

    @Test
    void oneAfterTheOtherIsTheProduct() {
        Channel first = draws.channel(3, 2);
        Channel second = draws.channel(3, 3);
        DensityMatrix state = draws.state(3);
        assertThat(first.then(second).apply(state).traceDistance(second.apply(first.apply(state))))
                .isLessThan(1e-13);
        assertThat(first.then(second).kraus()).hasSize(6);
    }

    @Test
    void sideBySideIsTheTensorProduct() {
        Channel left = draws.channel(2, 2);
        Channel right = draws.channel(4, 2);
        DensityMatrix one = draws.state(2);
        DensityMatrix two = draws.state(4);
        DensityMatrix both = left.tensor(right).apply(one.tensor(two));
        assertThat(both.traceDistance(left.apply(one).tensor(right.apply(two)))).isLessThan(1e-13);
    }

    @Test
    void aChannelOfOneQubitLeavesTheOthersAlone() {
        DensityMatrix one = draws.state(2);
        DensityMatrix two = draws.state(2);
        DensityMatrix three = draws.state(2);
        Channel damping = Channels.amplitudeDamping(1, 1);
        DensityMatrix after =
                Channels.onQubit(damping, 1, 3).apply(one.tensor(two).tensor(three));
        assertThat(after.traceDistance(one.tensor(damping.apply(two)).tensor(three)))
                .isLessThan(1e-13);
        for (int place : new int[] {-1, 3}) {
            assertThatThrownBy(() -> Channels.onQubit(damping, place, 3)).isInstanceOf(KernelRefused.class);
        }
        assertThatThrownBy(() -> Channels.onQubit(damping, 0, 7)).isInstanceOf(KernelRefused.class);
    }

    @Test
    void sizesMustFit() {
        Evolution evolution = new Evolution(DensityMatrix.mixed(4));
        DensityMatrix before = evolution.state();
        assertThatThrownBy(() -> evolution.step(draws.channel(2, 1))).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> evolution.resume(DensityMatrix.mixed(2))).isInstanceOf(KernelRefused.class);
        assertThat(evolution.state().traceDistance(before)).isZero();
        evolution.resume(DensityMatrix.basis(4, 2));
        assertThat(evolution.state().re(2, 2)).isEqualTo(1);
    }

    @Test
    void certificatesHaveALimit() {
        assertThat(draws.channel(16, 1).certificate().smallestChoiEigenvalue()).isGreaterThan(-1e-10);
        assertThatThrownBy(() -> draws.channel(17, 1).certificate()).isInstanceOf(KernelRefused.class);
    }

    @Test
    void closedFormsRefuseWhatIsNoRateTimeOrShare() {
        for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Channels.thermal(bad, 0, 1)).isInstanceOf(KernelRefused.class);
            assertThatThrownBy(() -> Channels.thermal(1, bad, 1)).isInstanceOf(KernelRefused.class);
            assertThatThrownBy(() -> Channels.dephasing(1, bad)).isInstanceOf(KernelRefused.class);
            assertThatThrownBy(() -> Channels.depolarising(2, bad)).isInstanceOf(KernelRefused.class);
            assertThatThrownBy(() -> Channels.dephasing(0, 0, 1, bad)).isInstanceOf(KernelRefused.class);
        }
        assertThatThrownBy(() -> Channels.rotation(0, 0, 1, Double.NaN)).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> Channels.depolarising(17, 0.1)).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> Channels.unitary(ComplexMatrix.real(2, 0, 1, 0, 0), 1))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining("Hermitian");
    }

    @Test
    void aGeneratorChecksItsOperators() {
        ComplexMatrix still = ONE.times(0, 0);
        assertThatThrownBy(() -> new Generator(ComplexMatrix.real(2, 0, 1, 0, 0), List.of()))
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> new Generator(still, List.of(ONE, ComplexMatrix.identity(3))))
                .isInstanceOfSatisfying(
                        KernelRefused.class,
                        refused -> assertThat(refused.position()).isEqualTo(1));
        List<ComplexMatrix> most = Collections.nCopies(Generator.JUMPS_MAX, ONE);
        assertThat(new Generator(still, most).jumps()).hasSize(16);
        assertThatThrownBy(() -> new Generator(still, Collections.nCopies(Generator.JUMPS_MAX + 1, ONE)))
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> new Generator(ComplexMatrix.identity(9), List.of()).channel(1))
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> new Generator(still, List.of()).channel(-1)).isInstanceOf(KernelRefused.class);
    }
}
