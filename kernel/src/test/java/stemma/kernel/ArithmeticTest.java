package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Digest;

/** The vector loops against their scalar twin, to the last bit. */
final class ArithmeticTest {
    private static final int STEPS = Draws.DEEP ? 1_000_000 : 60_000;

    private final VectorArithmetic vector = new VectorArithmetic();
    private final ScalarArithmetic scalar = new ScalarArithmetic();

    @Test
    void theTestsRunTheVectorLoops() {
        assertThat(Arithmetic.best()).isInstanceOf(VectorArithmetic.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 24, 31, 32, 33, 63, 64})
    void bothGiveTheSameBits(int size) {
        Draws draws = new Draws(size);
        Channel channel = draws.channel(size, 2);
        DensityMatrix start = draws.state(size);
        Evolution fast = new Evolution(vector, start);
        Evolution slow = new Evolution(scalar, start);
        for (int i = 0; i < 5; i++) {
            fast.step(channel);
            slow.step(channel);
        }
        assertThat(digest(fast)).isEqualTo(digest(slow));
        assertThat(fast.traceError()).isEqualTo(slow.traceError());
        Planes state = fast.state().planes();
        assertThat(Spectrum.of(vector, state)).containsExactly(Spectrum.of(scalar, state));
    }

    @Test
    void bothGiveTheSameDigestAfterManySteps() {
        Draws draws = new Draws(7);
        Channel channel = draws.channel(8, 2);
        DensityMatrix start = draws.state(8);
        Evolution fast = new Evolution(vector, start);
        Evolution slow = new Evolution(scalar, start);
        for (int i = 0; i < STEPS; i++) {
            fast.step(channel);
            slow.step(channel);
        }
        assertThat(digest(fast)).isEqualTo(digest(slow));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 8, 19, 64})
    void theProductIsThePlainOne(int size) {
        Draws draws = new Draws(size);
        ComplexMatrix a = draws.gaussian(size);
        ComplexMatrix b = draws.gaussian(size);
        ComplexMatrix product = a.times(b);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < size; k++) {
                    re += a.re(i, k) * b.re(k, j) - a.im(i, k) * b.im(k, j);
                    im += a.re(i, k) * b.im(k, j) + a.im(i, k) * b.re(k, j);
                }
                assertThat(Math.hypot(product.re(i, j) - re, product.im(i, j) - im))
                        .isLessThan(1e-12);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 11})
    void whatIsTooSmallBecomesZeroAndNothingElse(int size) {
        for (Arithmetic arithmetic : new Arithmetic[] {vector, scalar}) {
            Planes planes = new Planes(size);
            planes.set(0, 0, 2 * Arithmetic.FLUSH_BELOW, -2 * Arithmetic.FLUSH_BELOW);
            planes.set(0, 1, Arithmetic.FLUSH_BELOW, -Arithmetic.FLUSH_BELOW);
            planes.set(1, 1, Double.MIN_VALUE, -0.9 * Arithmetic.FLUSH_BELOW);
            arithmetic.scaleAndFlush(planes, 0.75, false);
            ComplexMatrix left = new ComplexMatrix(planes);
            assertThat(left.re(0, 0)).isEqualTo(1.5 * Arithmetic.FLUSH_BELOW);
            assertThat(left.im(0, 0)).isEqualTo(-1.5 * Arithmetic.FLUSH_BELOW);
            for (double zero : new double[] {left.re(0, 1), left.im(0, 1), left.re(1, 1), left.im(1, 1)}) {
                assertThat(Double.doubleToRawLongBits(zero)).isZero();
            }
        }
    }

    @Test
    void addedMultiplesAreTheSameForEveryCount() {
        double[] x = new Draws(3).gaussian(6).planes().re;
        for (int count = 0; count <= 32; count++) {
            double[] fast = added(vector, x, count);
            assertThat(fast).containsExactly(added(scalar, x, count));
            assertThat(Arrays.copyOfRange(fast, count, 36)).containsOnly(0);
        }
    }

    private static double[] added(Arithmetic arithmetic, double[] x, int count) {
        double[] re = new double[36];
        double[] im = new double[36];
        Arithmetic.Row y = new Arithmetic.Row(re, im, 0);
        arithmetic.addMultiples(
                y, 0.1, 0.2, new Arithmetic.Row(x, x, 1), -0.3, 0.7, new Arithmetic.Row(x, x, 2), count);
        return re;
    }

    private static Digest digest(Evolution evolution) {
        return Digest.of(new Dump(evolution.state(), 0, 0, 0).bytes());
    }
}
