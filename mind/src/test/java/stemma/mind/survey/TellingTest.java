package stemma.mind.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a reader is shown of a long output. */
final class TellingTest {
    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    @Test
    void excerptHoldsTheFirstMarkOfAFailure() {
        String output = lines(0, 50) + "not ok 3 - umlauts\n" + lines(51, 100);
        assertThat(Telling.excerpt(output, 5).lines())
                .containsExactly("line 48", "line 49", "not ok 3 - umlauts", "line 51", "line 52");
    }

    @Test
    void excerptIsTheEndWhereNothingIsMarkedOrTheMarkIsNearIt() {
        assertThat(Telling.excerpt(lines(0, 10), 2).lines()).containsExactly("line 8", "line 9");
        assertThat(Telling.excerpt(lines(0, 10) + "FAIL: x\n", 5).lines())
                .hasSize(5)
                .endsWith("line 9", "FAIL: x");
        assertThat(Telling.excerpt("one\n", 5)).isEqualTo("one");
        assertThat(Telling.excerpt("", 5)).isEmpty();
    }

    @Test
    void coloursAndEmptyLinesAreLeftOut() {
        assertThat(Telling.excerpt("\u001b[31mred\u001b[0m\n\n\u001b[0m\nend\n", 5))
                .isEqualTo("red\nend");
        assertThat(Telling.line("fine\n\u001b[31mfatal: no\u001b[0m\n")).contains("fatal: no");
        assertThat(Telling.line("fine\n")).isEmpty();
    }
}
