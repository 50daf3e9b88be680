package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decays, turns and steady states whose formulas are known. */
final class ClosedFormsTest {
    private static final ComplexMatrix STILL = ComplexMatrix.real(2, 0, 0, 0, 0);
    private static final ComplexMatrix X = ComplexMatrix.real(2, 0, 1, 1, 0);
    private static final ComplexMatrix Z = ComplexMatrix.real(2, 1, 0, 0, -1);
    private static final ComplexMatrix LOWER = ComplexMatrix.real(2, 0, 1, 0, 0);
    private static final double CLOSE = 1e-12;

    private final DensityMatrix plus = BlochPoint.REST.state();
    private final DensityMatrix excited = DensityMatrix.basis(2, 1);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 1, 7.5})
    void anExcitationDecaysWithT1AndItsCoherenceWithTwiceThat(double time) {
        double rate = 0.4;
        Channel closed = Channels.amplitudeDamping(rate, time);
        Channel exact = new Generator(STILL, List.of(LOWER.times(Math.sqrt(rate), 0))).channel(time);
        for (Channel channel : List.of(closed, exact)) {
            assertThat(channel.apply(excited).re(1, 1)).isEqualTo(Math.exp(-rate * time), within(CLOSE));
            assertThat(channel.apply(plus).re(0, 1)).isEqualTo(Math.exp(-rate * time / 2) / 2, within(CLOSE));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 1, 7.5})
    void aCoherenceDecaysWithT2AndPopulationsStay(double time) {
        double rate = 0.3;
        Channel exact = new Generator(STILL, List.of(Z.times(Math.sqrt(rate / 2), 0))).channel(time);
        for (Channel channel : List.of(Channels.dephasing(rate, time), exact)) {
            assertThat(channel.apply(plus).re(0, 1)).isEqualTo(Math.exp(-rate * time) / 2, within(CLOSE));
            assertThat(channel.apply(excited).re(1, 1)).isEqualTo(1, within(CLOSE));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 2, 31})
    void aDrivenQubitIsExcitedAsRabiSays(double time) {
        double omega = 1.3;
        double detuning = 0.7;
        double total = Math.hypot(omega, detuning);
        ComplexMatrix hamiltonian = X.times(omega / 2, 0).plus(Z.times(detuning / 2, 0));
        double rabi = Math.pow(omega / total * Math.sin(total * time / 2), 2);
        Channel exact = new Generator(hamiltonian, List.of()).channel(time);
        for (Channel channel : List.of(Channels.unitary(hamiltonian, time), exact)) {
            DensityMatrix reached = channel.apply(DensityMatrix.basis(2, 0));
            assertThat(reached.re(1, 1)).isEqualTo(rabi, within(CLOSE));
            assertThat(reached.purity()).isEqualTo(1, within(CLOSE));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 1.5})
    void aBathHeatsToItsOccupation(double occupation) {
        double rate = 0.5;
        Generator bath = new Generator(
                STILL,
                List.of(
                        LOWER.times(Math.sqrt(rate * (occupation + 1)), 0),
                        LOWER.adjoint().times(Math.sqrt(rate * occupation), 0)));
        double steady = occupation / (2 * occupation + 1);
        for (double time : new double[] {0.3, 2, 100}) {
            double expected = steady + (1 - steady) * Math.exp(-rate * (2 * occupation + 1) * time);
            for (Channel channel : List.of(Channels.thermal(rate, occupation, time), bath.channel(time))) {
                assertThat(channel.apply(excited).re(1, 1)).isEqualTo(expected, within(CLOSE));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 16})
    void depolarisingMixesInTheUnknown(int size) {
        DensityMatrix state = new Draws(size).state(size);
        double lost = 0.37;
        DensityMatrix left = Channels.depolarising(size, lost).apply(state);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double expected = (1 - lost) * state.re(i, j) + (i == j ? lost / size : 0);
                assertThat(left.re(i, j)).isEqualTo(expected, within(CLOSE));
                assertThat(left.im(i, j)).isEqualTo((1 - lost) * state.im(i, j), within(CLOSE));
            }
        }
        DensityMatrix unknown = Channels.depolarising(size, 1).apply(state);
        assertThat(unknown.entropy()).isEqualTo(Math.log(size), within(CLOSE));
    }

    @Test
    void mixingBringsTheTargetNearerByItsShare() {
        Draws draws = new Draws(1);
        DensityMatrix target = draws.state(4);
        DensityMatrix state = draws.state(4);
        double before = state.traceDistance(target);
        double after = Channels.mixing(target, 0.25).apply(state).traceDistance(target);
        assertThat(after).isEqualTo(0.75 * before, within(CLOSE));
    }

    @Test
    void aRotationTurnsTheBall() {
        BlochPoint turned = Channels.rotation(0, 1, 0, Math.PI / 2)
                .apply(DensityMatrix.basis(2, 0))
                .bloch();
        assertThat(turned.x()).isEqualTo(1, within(CLOSE));
        BlochPoint half = Channels.rotation(0, 0, 1, Math.PI / 3).apply(plus).bloch();
        assertThat(half.phi()).isEqualTo(Math.PI / 3, within(CLOSE));
    }

    @Test
    void exactChannelsOfTwoTimesAddUp() {
        Draws draws = new Draws(5);
        for (int size : new int[] {2, 3, 4}) {
            Generator generator = new Generator(
                    draws.hermitian(size),
                    List.of(
                            draws.gaussian(size).times(0.4, 0),
                            draws.gaussian(size).times(0.3, 0)));
            DensityMatrix state = draws.state(size);
            DensityMatrix once = generator.channel(0.7).apply(state);
            DensityMatrix twice =
                    generator.channel(0.4).apply(generator.channel(0.3).apply(state));
            assertThat(once.traceDistance(twice)).isLessThan(1e-12);
        }
    }

    @Test
    void anExponentialIsItsClosedForm() {
        ComplexMatrix turn = ComplexMatrix.real(2, 0, -30, 30, 0).exponential();
        assertThat(turn.re(0, 0)).isEqualTo(Math.cos(30), within(1e-13));
        assertThat(turn.re(1, 0)).isEqualTo(Math.sin(30), within(1e-13));
        ComplexMatrix nilpotent = ComplexMatrix.real(2, 0, 5, 0, 0).exponential();
        assertThat(nilpotent.re(0, 1)).isEqualTo(5, within(1e-14));
    }
}
