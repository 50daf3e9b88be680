package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CostTest {
    private static final Cost FOUR = new Cost(1, 2, 3, 4);

    @Test
    void addsTakesAwayAndComparesEachUnitByItself() {
        assertThat(Cost.tokens(5)).isEqualTo(new Cost(5, 0, 0, 0));
        assertThat(Cost.millis(5)).isEqualTo(new Cost(0, 0, 5, 0));
        assertThat(FOUR.plus(new Cost(10, 20, 30, 40))).isEqualTo(new Cost(11, 22, 33, 44));
        assertThat(new Cost(11, 22, 33, 44).less(FOUR)).isEqualTo(new Cost(10, 20, 30, 40));
        assertThat(FOUR.less(new Cost(2, 2, 2, 2))).isEqualTo(new Cost(0, 0, 1, 2));
        assertThat(FOUR.atMost(new Cost(2, 1, 4, 3))).isEqualTo(new Cost(1, 1, 3, 3));
        assertThat(FOUR.within(FOUR)).isTrue();
        assertThat(FOUR.within(new Cost(0, 2, 3, 4))).isFalse();
        assertThat(FOUR.within(new Cost(1, 1, 3, 4))).isFalse();
        assertThat(FOUR.within(new Cost(1, 2, 2, 4))).isFalse();
        assertThat(FOUR.within(new Cost(1, 2, 3, 3))).isFalse();
    }

    @Test
    void everyUnitStaysWithinItsBounds() {
        long max = Cost.UNIT_MAX;
        assertThat(new Cost(max, max, max, max).within(new Cost(max, max, max, max)))
                .isTrue();
        long[][] bad = {
            {-1, 0, 0, 0}, {0, -1, 0, 0}, {0, 0, -1, 0}, {0, 0, 0, -1},
            {max + 1, 0, 0, 0}, {0, max + 1, 0, 0}, {0, 0, max + 1, 0}, {0, 0, 0, max + 1}
        };
        for (long[] units : bad) {
            assertThatThrownBy(() -> new Cost(units[0], units[1], units[2], units[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("each unit of a cost is 0 to 2^50");
        }
        assertThatThrownBy(() -> Cost.tokens(max).plus(Cost.tokens(1))).hasMessageContaining("2^50");
    }
}
