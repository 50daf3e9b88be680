package stemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void theNearestRankIsTaken() {
        Samples samples = new Samples(new double[] {9, 1, 5, 3, 7});
        assertThat(samples.best()).isEqualTo(1);
        assertThat(samples.median()).isEqualTo(5);
        assertThat(samples.at(0.9)).isEqualTo(9);
        assertThat(samples.at(0.2)).isEqualTo(1);
        assertThat(samples.at(0)).isEqualTo(1);
        assertThat(samples.at(1)).isEqualTo(9);
    }

    @Test
    void anEvenNumberTakesTheLowerMiddle() {
        assertThat(new Samples(new double[] {4, 1, 3, 2}).median()).isEqualTo(2);
        assertThat(new Samples(new double[] {8}).median()).isEqualTo(8);
    }

    @Test
    void theCallersArrayStaysAsItIs() {
        double[] turns = {3, 1, 2};
        assertThat(new Samples(turns).best()).isEqualTo(1);
        assertThat(turns).containsExactly(3, 1, 2);
    }

    @Test
    void noSamplesAreNoFigure() {
        assertThatThrownBy(() -> new Samples(new double[0])).hasMessage("no samples");
    }
}
