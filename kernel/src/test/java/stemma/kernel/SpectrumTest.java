package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two solvers that share nothing agree; known spectra come out. */
final class SpectrumTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 9, 16, 33, 64})
    void bothSolversAgree(int size) {
        Draws draws = new Draws(size);
        for (int round = 0; round < 3; round++) {
            ComplexMatrix matrix = draws.hermitian(size);
            Jacobi jacobi = Jacobi.of(matrix);
            double[] values = new double[size];
            Arrays.setAll(values, jacobi::value);
            Arrays.sort(values);
            assertThat(spectrum(matrix)).containsExactly(values, within(1e-12 * matrix.norm()));
            ComplexMatrix rebuilt = jacobi.map(value -> value);
            assertThat(rebuilt.plus(matrix.times(-1, 0)).norm()).isLessThan(1e-12 * matrix.norm());
            ComplexMatrix product = jacobi.vectors().adjointTimes(jacobi.vectors());
            assertThat(product.plus(ComplexMatrix.identity(size).times(-1, 0)).norm())
                    .isLessThan(1e-12 * size);
        }
    }

    @Test
    void theChainHasItsCosines() {
        int size = 12;
        ComplexMatrix chain = ComplexMatrix.build(size, (i, j) -> Math.abs(i - j) == 1 ? 1 : 0, (i, j) -> 0);
        double[] cosines = new double[size];
        Arrays.setAll(cosines, k -> 2 * Math.cos(Math.PI * (k + 1) / (size + 1)));
        Arrays.sort(cosines);
        assertThat(spectrum(chain)).containsExactly(cosines, within(1e-14));
    }

    @Test
    void equalValuesZerosAndTinyElementsAreFound() {
        assertThat(spectrum(ComplexMatrix.identity(9))).containsOnly(1);
        assertThat(spectrum(ComplexMatrix.real(5, new double[25]))).containsOnly(0);
        assertThat(spectrum(ComplexMatrix.build(8, (i, j) -> 0.125, (i, j) -> 0)))
                .containsExactly(new double[] {0, 0, 0, 0, 0, 0, 0, 1}, within(1e-15));
        ComplexMatrix tiny =
                ComplexMatrix.build(8, (i, j) -> i == j ? i : Math.abs(i - j) == 1 ? 1e-200 : 0, (i, j) -> 0);
        assertThat(spectrum(tiny)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aMatrixThatIsNotFiniteEndsInAnError() {
        Planes planes = new Planes(4);
        for (int i = 0; i < 4; i++) {
            planes.set(i, 3 - i, Double.POSITIVE_INFINITY, 0);
            planes.set(i, i, Double.NaN, 0);
        }
        assertThatThrownBy(() -> Jacobi.of(new ComplexMatrix(planes))).isInstanceOf(KernelRefused.class);
    }

    private static double[] spectrum(ComplexMatrix hermitian) {
        return Spectrum.of(Arithmetic.best(), hermitian.planes());
    }
}
