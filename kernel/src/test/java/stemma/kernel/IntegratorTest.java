package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntegratorTest {
    private static final ComplexMatrix X = ComplexMatrix.real(2, 0, 1, 1, 0);

    private final Draws draws = new Draws(11);

    private Generator generator(int size) {
        return new Generator(
                draws.hermitian(size),
                List.of(draws.gaussian(size).times(0.3, 0), draws.gaussian(size).times(0.2, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void theErrorFallsWithTheSquareOfTheStep(int size) {
        Generator generator = generator(size);
        DensityMatrix start = draws.state(size);
        DensityMatrix exact = generator.channel(1).apply(start);
        double coarse = error(generator, start, exact, 64);
        double fine = error(generator, start, exact, 128);
        double order = Math.log(coarse / fine) / Math.log(2);
        assertThat(order).isBetween(1.85, 2.15);
    }

    private static double error(Generator generator, DensityMatrix start, DensityMatrix exact, int steps) {
        Channel step = Integrator.step(generator, 1.0 / steps);
        Evolution evolution = new Evolution(start);
        for (int i = 0; i < steps; i++) {
            evolution.step(step);
        }
        return evolution.state().traceDistance(exact);
    }

    @Test
    void everyStepIsAChannelHoweverLong() {
        for (double h : new double[] {1e-6, 0.01, 0.5, 3}) {
            Channel.Certificate certificate = Integrator.step(generator(3), h).certificate();
            assertThat(certificate.smallestChoiEigenvalue()).isGreaterThan(-1e-10);
            assertThat(certificate.completenessError()).isLessThan(1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-5, 1e-7})
    void theToleranceIsKept(double tolerance) {
        Generator generator = generator(3);
        DensityMatrix start = draws.state(3);
        Integrator.Integrated reached = new Integrator(tolerance).run(start, time -> generator, 2);
        double error = reached.state().traceDistance(generator.channel(2).apply(start));
        assertThat(error).isLessThan(tolerance);
        assertThat(reached.error()).isLessThanOrEqualTo(tolerance);
        assertThat(reached.kept()).isPositive();
    }

    @Test
    void aDriveThatChangesIsFollowed() {
        Integrator.Integrated reached = new Integrator(1e-6)
                .run(DensityMatrix.basis(2, 0), time -> new Generator(X.times(0.5 * Math.cos(time), 0), List.of()), 5);
        double angle = Math.sin(5);
        assertThat(reached.state().re(1, 1)).isEqualTo(Math.pow(Math.sin(angle / 2), 2), within(1e-6));
    }

    @Test
    void nothingHappensInNoTime() {
        DensityMatrix start = draws.state(2);
        Generator generator = generator(2);
        assertThat(new Integrator(1e-3).run(start, time -> generator, 0).state())
                .isSameAs(start);
    }

    @Test
    void badInputIsRefused() {
        for (double tolerance : new double[] {0, 0.9e-12, 0.11, Double.NaN}) {
            assertThatThrownBy(() -> new Integrator(tolerance)).isInstanceOf(KernelRefused.class);
        }
        Generator generator = generator(2);
        DensityMatrix start = DensityMatrix.basis(2, 0);
        for (double duration : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Integrator(1e-3).run(start, time -> generator, duration))
                    .isInstanceOf(KernelRefused.class);
        }
    }

    @Test
    void stepsHaveALimit() {
        Generator generator = generator(2);
        DensityMatrix start = draws.state(2);
        Integrator.Integrated reached = new Integrator(1e-4).run(start, time -> generator, 1);
        int steps = reached.kept() + reached.repeated();
        assertThat(new Integrator(1e-4, steps).run(start, time -> generator, 1).kept())
                .isEqualTo(reached.kept());
        assertThatThrownBy(() -> new Integrator(1e-4, steps - 1).run(start, time -> generator, 1))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining("after " + (steps - 1) + " steps");
    }
}
