package stemma.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputEndsTest {
    @Test
    void keepsAllUpToTheLimit() {
        assertThat(ends("0123456789", 10)).isEqualTo("0123456789");
        assertThat(ends("", 10)).isEmpty();
    }

    @Test
    void namesWhatItDropsOnePastTheLimit() {
        assertThat(ends("0123456789a", 10)).isEqualTo("01234\n[1 bytes dropped]\n6789a");
        assertThat(ends("0123456789".repeat(100), 10)).isEqualTo("01234\n[990 bytes dropped]\n56789");
    }

    @Test
    void quotesArgumentsForAShell() {
        assertThat(ShellQuote.join(List.of("a", "b c", "it's", ""))).isEqualTo("a 'b c' 'it'\\''s' ''");
    }

    private static String ends(String text, int bytesMax) {
        OutputEnds ends = new OutputEnds(bytesMax);
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i += 3) {
            byte[] piece = Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + 3));
            ends.add(piece, piece.length);
        }
        return ends.text();
    }
}
