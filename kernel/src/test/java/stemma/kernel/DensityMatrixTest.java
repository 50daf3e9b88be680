package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DensityMatrixTest {
    private static final double CLOSE = 1e-12;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 64})
    void aPureStateKnowsEverythingAndAMixedOneNothing(int size) {
        DensityMatrix pure = DensityMatrix.basis(size, size - 1);
        assertThat(pure.entropy()).isZero();
        assertThat(pure.purity()).isEqualTo(1);
        DensityMatrix mixed = DensityMatrix.mixed(size);
        assertThat(mixed.entropy()).isEqualTo(Math.log(size), within(CLOSE));
        assertThat(mixed.purity()).isEqualTo(1.0 / size, within(CLOSE));
        assertThat(mixed.traceDistance(pure)).isEqualTo(1 - 1.0 / size, within(CLOSE));
        assertThat(mixed.fidelity(pure)).isEqualTo(1.0 / size, within(1e-7));
    }

    @Test
    void fidelityAndDistanceOfPureStatesAreTheirOverlap() {
        DensityMatrix one = DensityMatrix.pure(new double[] {1, 0}, new double[] {0, 2});
        DensityMatrix two = DensityMatrix.pure(new double[] {3, 4}, new double[] {0, 0});
        double overlap = (9 + 4 * 16) / (5.0 * 25);
        assertThat(one.fidelity(two)).isEqualTo(overlap, within(1e-7));
        assertThat(two.fidelity(one)).isEqualTo(overlap, within(1e-7));
        assertThat(one.traceDistance(two)).isEqualTo(Math.sqrt(1 - overlap), within(CLOSE));
        assertThat(one.im(1, 0)).isEqualTo(0.4, within(CLOSE));
    }

    @Test
    void fidelityAndDistanceBoundEachOther() {
        Draws draws = new Draws(9);
        for (int round = 0; round < 50; round++) {
            int size = 2 + draws.below(6);
            DensityMatrix one = draws.state(size);
            DensityMatrix two = draws.state(size);
            double fidelity = one.fidelity(two);
            double distance = one.traceDistance(two);
            assertThat(distance).isBetween(1 - Math.sqrt(fidelity) - 1e-7, Math.sqrt(1 - fidelity) + 1e-7);
            assertThat(one.fidelity(one)).isEqualTo(1, within(1e-7));
            assertThat(one.traceDistance(one)).isEqualTo(0, within(CLOSE));
        }
    }

    @Test
    void coherenceIsWhatStandsBesideTheDiagonal() {
        DensityMatrix plus = BlochPoint.REST.state();
        assertThat(plus.coherence()).isEqualTo(1, within(CLOSE));
        assertThat(plus.coherenceEntropy()).isEqualTo(Math.log(2), within(CLOSE));
        assertThat(DensityMatrix.mixed(4).coherence()).isZero();
        assertThat(DensityMatrix.mixed(4).coherenceEntropy()).isZero();
    }

    @Test
    void aProductFallsApartIntoItsFactors() {
        Draws draws = new Draws(2);
        DensityMatrix left = draws.state(3);
        DensityMatrix right = draws.state(4);
        DensityMatrix both = left.tensor(right);
        assertThat(both.left(3).traceDistance(left)).isLessThan(CLOSE);
        assertThat(both.entropy()).isEqualTo(left.entropy() + right.entropy(), within(CLOSE));
    }

    @Test
    void halfOfAnEntangledPairKnowsNothing() {
        DensityMatrix pair = DensityMatrix.pure(new double[] {1, 0, 0, 1}, new double[4]);
        assertThat(pair.entropy()).isEqualTo(0, within(CLOSE));
        assertThat(pair.left(2).entropy()).isEqualTo(Math.log(2), within(CLOSE));
        assertThat(pair.bloch().radius()).isEqualTo(0, within(CLOSE));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 65, 1_000_000})
    void aSizeOutOfRangeIsRefused(int size) {
        assertThatThrownBy(() -> DensityMatrix.mixed(size))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining("2 to 64 dimensions, not " + size);
    }

    @Test
    void sixtyFourDimensionsAreTheMost() {
        assertThat(DensityMatrix.mixed(64).size()).isEqualTo(64);
        assertThatThrownBy(() -> DensityMatrix.of(ComplexMatrix.identity(65).times(1.0 / 65, 0)))
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> DensityMatrix.mixed(32).tensor(DensityMatrix.mixed(3)))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining("not 96");
    }

    @Test
    void whatIsNoStateIsRefused() {
        refused(ComplexMatrix.real(2, 0.5, 1e-8, 0, 0.5), "adjoint");
        refused(ComplexMatrix.real(2, 0.5, 0, 0, 0.5 + 1e-8), "trace");
        refused(ComplexMatrix.real(2, 1.1, 0, 0, -0.1), "eigenvalue");
        refused(ComplexMatrix.real(2, 0.5, 0.51, 0.51, 0.5), "eigenvalue");
        assertThat(DensityMatrix.of(ComplexMatrix.real(2, 0.5, 1e-10, 0, 0.5)).size())
                .isEqualTo(2);
    }

    private static void refused(ComplexMatrix matrix, String word) {
        assertThatThrownBy(() -> DensityMatrix.of(matrix))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining(word);
    }

    @Test
    void aMatrixWithANumberThatIsNoneIsRefusedWithItsPlace() {
        double[] re = {1, 0, Double.NaN, 0};
        assertThatThrownBy(() -> ComplexMatrix.real(2, re))
                .isInstanceOfSatisfying(
                        KernelRefused.class,
                        refused -> assertThat(refused.position()).isEqualTo(2))
                .hasMessageContaining("(1, 0)");
        assertThatThrownBy(() -> ComplexMatrix.of(2, new double[4], new double[3]))
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> ComplexMatrix.identity(257)).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> ComplexMatrix.identity(2).times(ComplexMatrix.identity(3)))
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> ComplexMatrix.identity(2).times(1e7, 0).exponential())
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> ComplexMatrix.identity(64).tensor(ComplexMatrix.identity(5)))
                .isInstanceOf(KernelRefused.class);
    }

    @Test
    void aVectorThatIsNoDirectionIsRefused() {
        assertThatThrownBy(() -> DensityMatrix.pure(new double[2], new double[2]))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining("zero");
        assertThatThrownBy(() -> DensityMatrix.pure(new double[] {0, 1e300}, new double[2]))
                .isInstanceOfSatisfying(
                        KernelRefused.class,
                        refused -> assertThat(refused.position()).isEqualTo(1));
        assertThatThrownBy(() -> DensityMatrix.pure(new double[2], new double[3]))
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> DensityMatrix.basis(4, 4)).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> DensityMatrix.mixed(4).left(3)).isInstanceOf(KernelRefused.class);
    }
}
