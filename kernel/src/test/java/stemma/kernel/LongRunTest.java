package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Many steps: no drift, and no number that became too small to compute with. */
final class LongRunTest {
    private static final int STEPS = Draws.DEEP ? 10_000_000 : 300_000;

    @Test
    void aLongTurnComesBackToWhereItStarted() {
        Evolution evolution = new Evolution(BlochPoint.at(1, 0.3, 0.8).state());
        Channel turn = Channels.rotation(0.6, 0, 0.8, 2 * Math.PI / 1_000);
        for (int i = 0; i < STEPS; i++) {
            evolution.step(turn);
        }
        BlochPoint back = evolution.state().bloch();
        assertThat(back.radius()).isEqualTo(0.8, within(1e-8));
        assertThat(back.theta()).isEqualTo(1, within(1e-8));
        assertThat(back.phi()).isEqualTo(0.3, within(1e-8));
        assertThat(evolution.traceErrorMax()).isLessThan(1e-12);
    }

    /** Without the flush this run is full of subnormal numbers after 15,000 steps. */
    @Test
    void aLongDecayHasNoSubnormalNumbers() {
        DensityMatrix start =
                BlochPoint.REST.state().tensor(BlochPoint.REST.state()).tensor(BlochPoint.REST.state());
        Channel damping = Channels.onQubit(Channels.amplitudeDamping(0.1, 1), 0, 3);
        Channel dephasing = Channels.onQubit(Channels.dephasing(0.05, 1), 1, 3);
        Evolution evolution = new Evolution(start);
        for (int i = 0; i < STEPS / 10; i++) {
            evolution.step(damping);
            evolution.step(dephasing);
            if (i % 100 == 0) {
                normal(evolution.state().planes());
            }
        }
        assertThat(evolution.state().re(0, 0)).isEqualTo(0.25, within(1e-10));
        assertThat(evolution.traceErrorMax()).isLessThan(1e-12);
    }

    private static void normal(Planes planes) {
        for (int i = 0; i < planes.re.length; i++) {
            assertThat(planes.re[i] == 0 || Math.abs(planes.re[i]) >= Arithmetic.FLUSH_BELOW)
                    .isTrue();
            assertThat(planes.im[i] == 0 || Math.abs(planes.im[i]) >= Arithmetic.FLUSH_BELOW)
                    .isTrue();
        }
    }
}
