package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ActIdTest {

    @Test
    void comesBackFromItsText() {
        ActId last = new ActId(ActId.BOOT_MAX, ActId.SEQUENCE_MAX);
        for (ActId id : new ActId[] {new ActId(1, 1), new ActId(3, 41), last}) {
            assertThat(ActId.parse(id.toString())).isEqualTo(id);
        }
        assertThat(new ActId(3, 41)).hasToString("3.41");
    }

    @Test
    void refusesWhatHasNoText() {
        for (long[] bad :
                new long[][] {{0, 1}, {1, 0}, {-1, 1}, {1, -1}, {ActId.BOOT_MAX + 1L, 1}, {1, ActId.SEQUENCE_MAX + 1}
                }) {
            assertThatThrownBy(() -> new ActId((int) bad[0], bad[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an act id is 1.1 to 999999999.999999999999999, not " + bad[0] + "." + bad[1]);
        }
        for (String bad : new String[] {"", "3", "3.", ".1", "0.1", "1.0", "01.1", "1.01", "-1.1", "1.1 "}) {
            assertThatThrownBy(() -> ActId.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + bad + "' is not an act id; one looks like 3.41");
        }
    }

    @Test
    void ordersByBootAndThenBySequence() {
        assertThat(new ActId(1, 9)).isLessThan(new ActId(2, 1)).isLessThan(new ActId(1, 10));
        assertThat(new ActId(2, 1)).isGreaterThan(new ActId(1, 9)).isEqualByComparingTo(new ActId(2, 1));
    }
}
