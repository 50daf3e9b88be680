package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ActTest {
    private static final Act ACT = GateRig.act(GateRig.WRITE);

    private static Act named(String op, String target, String purse) {
        return new Act(op, target, Digest.EMPTY, ACT.actor(), ACT.provenance(), purse, Cost.ZERO, 1, 1);
    }

    @Test
    void startsPlainAndChangesOneThingAtATime() {
        assertThat(ACT)
                .isEqualTo(new Act(
                        "fs.write",
                        "/tmp/x",
                        Digest.EMPTY,
                        GateRig.OPERATOR,
                        Provenance.OPERATOR,
                        "node",
                        Cost.ZERO,
                        60_000,
                        1));
        Digest input = Digest.ofUtf8("i");
        assertThat(ACT.input(input).paidFrom("p", Cost.tokens(1)).within(2).leased(3))
                .isEqualTo(new Act(
                        "fs.write", "/tmp/x", input, GateRig.OPERATOR, Provenance.OPERATOR, "p", Cost.tokens(1), 2, 3));
        assertThat(ACT.digest())
                .isEqualTo(ACT.input(Digest.EMPTY).digest())
                .isNotEqualTo(ACT.within(2).digest());
    }

    @Test
    void boundsItsTexts() {
        bounded("an act's op has 1 to 64 characters", 1, Act.OP_CHARS_MAX, text -> named(text, "t", "p"));
        bounded("an act's target has 0 to 4096 characters", 0, Act.TARGET_CHARS_MAX, text -> named("o", text, "p"));
        bounded("a purse's name has 1 to 64 characters", 1, Act.PURSE_CHARS_MAX, text -> named("o", "t", text));
    }

    private static void bounded(String message, int min, int max, Function<String, Act> made) {
        assertThat(made.apply("x".repeat(min))).isNotNull();
        assertThat(made.apply("x".repeat(max))).isNotNull();
        assertThatThrownBy(() -> made.apply("x".repeat(max + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message + ", not " + (max + 1));
        if (min > 0) {
            assertThatThrownBy(() -> made.apply("")).hasMessage(message + ", not 0");
        }
        for (String half : new String[] {"x\ud83d", "x\ude02"}) {
            assertThatThrownBy(() -> made.apply(half))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has an unpaired surrogate at index 1");
        }
        assertThat(made.apply("\ud83d\ude02")).isNotNull();
    }

    @Test
    void boundsItsNumbers() {
        assertThat(ACT.within(1)
                        .within(Act.DEADLINE_MILLIS_MAX)
                        .leased(Act.SPENDS_MAX)
                        .leased(1))
                .isNotNull();
        for (long bad : new long[] {0, -1, Act.DEADLINE_MILLIS_MAX + 1}) {
            assertThatThrownBy(() -> ACT.within(bad)).hasMessage("a deadline is 1 ms to 24 h");
        }
        for (int bad : new int[] {0, -1, Act.SPENDS_MAX + 1}) {
            assertThatThrownBy(() -> ACT.leased(bad)).hasMessage("a permit is spent 1 to 1000000000 times");
        }
    }
}
