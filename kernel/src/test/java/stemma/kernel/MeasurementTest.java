package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MeasurementTest {
    private static final ComplexMatrix ONE = ComplexMatrix.identity(2);

    @Test
    void frequenciesAreTheProbabilities() {
        DensityMatrix state = new Draws(3).state(8);
        Measurement basis = Measurement.basis(8);
        double[] probabilities = basis.probabilities(state);
        int[] counts = new int[8];
        int rounds = 20_000;
        for (int draw = 0; draw < rounds; draw++) {
            counts[basis.measure(state, CounterRandom.at(5, draw)).index()]++;
        }
        for (int k = 0; k < 8; k++) {
            double deviation = Math.sqrt(probabilities[k] * (1 - probabilities[k]) / rounds);
            assertThat(counts[k] / (double) rounds).isEqualTo(probabilities[k], within(5 * deviation + 1e-9));
        }
    }

    @Test
    void whatWasMeasuredIsMeasuredAgain() {
        DensityMatrix state = new Draws(3).state(8);
        Measurement.Outcome outcome = Measurement.basis(8).measure(state, 0.6);
        assertThat(outcome.state().re(outcome.index(), outcome.index())).isEqualTo(1, within(1e-12));
        for (double chance : new double[] {0, 0.5, Math.nextDown(1.0)}) {
            Measurement.Outcome again = Measurement.basis(8).measure(outcome.state(), chance);
            assertThat(again.index()).isEqualTo(outcome.index());
            assertThat(again.probability()).isEqualTo(1, within(1e-12));
        }
    }

    @Test
    void oneQubitIsMeasuredAndItsPartnerKnowsIt() {
        DensityMatrix pair = DensityMatrix.pure(new double[] {1, 0, 0, 1}, new double[4]);
        for (double chance : new double[] {0.2, 0.7}) {
            Measurement.Outcome outcome = Measurement.qubit(0, 2).measure(pair, chance);
            assertThat(outcome.probability()).isEqualTo(0.5, within(1e-12));
            double[] partner = Measurement.qubit(1, 2).probabilities(outcome.state());
            assertThat(partner[outcome.index()]).isEqualTo(1, within(1e-12));
        }
    }

    @Test
    void threeEffectsOfOneQubitAreMeasured() {
        List<ComplexMatrix> effects = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            DensityMatrix direction = BlochPoint.at(2 * Math.PI * k / 3, 0, 1).state();
            effects.add(direction.matrix().times(2.0 / 3, 0));
        }
        Measurement trine = Measurement.of(effects);
        assertThat(trine.probabilities(DensityMatrix.mixed(2)))
                .containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-12));
        double[] sure = trine.probabilities(DensityMatrix.basis(2, 0));
        assertThat(sure).containsExactly(new double[] {2 / 3.0, 1 / 6.0, 1 / 6.0}, within(1e-12));
        Measurement.Outcome outcome = trine.measure(DensityMatrix.basis(2, 0), 0.7);
        assertThat(outcome.index()).isEqualTo(1);
        assertThat(outcome.state().purity()).isEqualTo(1, within(1e-12));
    }

    @Test
    void anOutcomeWithoutChanceNeverComes() {
        DensityMatrix state = DensityMatrix.basis(4, 2);
        for (double chance : new double[] {0, 0.3, Math.nextDown(1.0)}) {
            assertThat(Measurement.basis(4).measure(state, chance).index()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNoMeasurementIsRefused() {
        assertThatThrownBy(() -> Measurement.of(List.of())).isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> Measurement.of(List.of(ONE.times(0.9, 0))))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining("sum");
        refusedAt(1, List.of(ONE.times(1.5, 0), ONE.times(-0.5, 0)));
        refusedAt(0, List.of(ComplexMatrix.real(2, 1, 0.1, 0, 1)));
        refusedAt(1, List.of(ONE, ComplexMatrix.identity(3)));
        int most = Measurement.OUTCOMES_MAX;
        assertThat(Measurement.of(Collections.nCopies(most, ONE.times(1.0 / most, 0)))
                        .outcomes())
                .isEqualTo(most);
        assertThatThrownBy(() -> Measurement.of(Collections.nCopies(most + 1, ONE.times(1.0 / (most + 1), 0))))
                .isInstanceOf(KernelRefused.class);
        for (double chance : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> Measurement.basis(2).measure(DensityMatrix.mixed(2), chance))
                    .isInstanceOf(KernelRefused.class);
        }
        assertThatThrownBy(() -> Measurement.basis(2).measure(DensityMatrix.mixed(4), 0))
                .isInstanceOf(KernelRefused.class);
        assertThatThrownBy(() -> Measurement.qubit(2, 2)).isInstanceOf(KernelRefused.class);
    }

    private static void refusedAt(int position, List<ComplexMatrix> effects) {
        assertThatThrownBy(() -> Measurement.of(effects))
                .isInstanceOfSatisfying(
                        KernelRefused.class,
                        refused -> assertThat(refused.position()).isEqualTo(position));
    }

    @Test
    void chancesAreEvenAndDependOnSeedAndDraw() {
        double sum = 0;
        double squares = 0;
        int draws = 50_000;
        for (int draw = 0; draw < draws; draw++) {
            double chance = CounterRandom.at(1, draw);
            assertThat(chance).isGreaterThanOrEqualTo(0).isLessThan(1);
            sum += chance;
            squares += chance * chance;
        }
        assertThat(sum / draws).isEqualTo(0.5, within(0.01));
        assertThat(squares / draws).isEqualTo(1 / 3.0, within(0.01));
        assertThat(CounterRandom.at(1, 7)).isEqualTo(CounterRandom.at(1, 7));
        assertThat(CounterRandom.at(2, 7)).isNotEqualTo(CounterRandom.at(1, 7));
    }
}
