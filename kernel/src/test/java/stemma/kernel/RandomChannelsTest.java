package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of every channel and every state, tried on many. */
final class RandomChannelsTest {
    private static final int ROUNDS = Draws.DEEP ? 10_000 : 2_000;

    @Test
    void everyChannelKeepsWhatAStateIs() {
        Draws draws = new Draws(42);
        for (int round = 0; round < ROUNDS; round++) {
            int size = 2 + draws.below(round % 50 == 0 ? 7 : 3);
            Channel channel = draws.channel(size, 1 + draws.below(4));
            Channel.Certificate certificate = channel.certificate();
            assertThat(certificate.smallestChoiEigenvalue()).isGreaterThan(-1e-10);
            assertThat(certificate.completenessError()).isLessThan(1e-12);
            DensityMatrix one = draws.state(size);
            DensityMatrix two = draws.state(size);
            DensityMatrix oneAfter = channel.apply(one);
            DensityMatrix twoAfter = channel.apply(two);
            assertThat(oneAfter.traceDistance(twoAfter)).isLessThanOrEqualTo(one.traceDistance(two) + 1e-12);
            check(oneAfter);
        }
    }

    @Test
    void largeStatesStayStates() {
        Draws draws = new Draws(43);
        for (int size : List.of(16, 32, 64)) {
            Channel channel = draws.channel(size, 2);
            Evolution evolution = new Evolution(draws.state(size));
            for (int i = 0; i < 20; i++) {
                evolution.step(channel);
                assertThat(evolution.traceErrorMax()).isLessThan(1e-12);
            }
            check(evolution.state());
        }
    }

    private static void check(DensityMatrix state) {
        int size = state.size();
        assertThat(Math.abs(state.planes().trace() - 1)).isLessThan(1e-12);
        assertThat(state.matrix().hermitianError()).isZero();
        assertThat(state.spectrum()[0]).isGreaterThan(-1e-12);
        assertThat(state.entropy()).isBetween(0.0, Math.log(size));
        assertThat(state.purity()).isBetween(1.0 / size - 1e-12, 1 + 1e-12);
    }
}
