package stemma.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Names as bytes. */
class RawPathTest {
    private static final long SEED = 20_261_121;

    @Test
    void anyNameSurvives() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            byte[] name = new byte[1 + random.nextInt(40)];
            for (int i = 0; i < name.length; i++) {
                int b = 1 + random.nextInt(255);
                name[i] = (byte) (b == '/' ? 'x' : b);
            }
            Path path = RawPath.of(name);
            assertThat(RawPath.bytes(path)).isEqualTo(name);
            assertThat(RawPath.decode(RawPath.encode(path))).isEqualTo(path);
            assertThat(RawPath.encode(path)).matches("\\p{ASCII}+");
        }
    }

    @Test
    void absoluteAndRelativeStayWhatTheyAre() {
        assertThat(RawPath.encode(Path.of("a/b c"))).isEqualTo("a/b%20c");
        assertThat(RawPath.decode("a/b%20c")).isEqualTo(Path.of("a/b c"));
        assertThat(RawPath.decode(RawPath.encode(Path.of("/tmp")))).isEqualTo(Path.of("/tmp"));
        assertThat(RawPath.decode(RawPath.encode(Path.of("../up")))).isEqualTo(Path.of("../up"));
    }

    @Test
    void shownTextHasNoControls() {
        assertThat(RawPath.shown(RawPath.of(new byte[] {'a', 27, '[', 'm', (byte) 0xff})))
                .isEqualTo("a\\u001b[m\\ufffd");
    }
}
