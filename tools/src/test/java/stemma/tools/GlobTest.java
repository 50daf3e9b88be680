package stemma.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*.java, A.java, true",
        "*.java, a/A.java, false",
        "**.java, a/A.java, true",
        "**/A.java, A.java, true",
        "**/A.java, x/y/A.java, true",
        "**/A.java, BA.java, false",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, axb, false",
        "a/**, a/x/y, true",
        "?.c, x.c, true",
        "?.c, /.c, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a-c]x, dx, true",
        "a\\*b, a*b, true",
        "a\\*b, axb, false",
        "src/*/main/*.java, src/core/main/A.java, true",
        "src/*/main/*.java, src/a/b/main/A.java, false"
    })
    void matches(String glob, String path, boolean expected) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(expected);
    }

    /** A star pattern agrees with the regular expression that means the same. */
    @Test
    void agreesWithARegularExpression() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String glob = text(random, "ab/*?", 8).replaceAll("\\*+", "*");
            String path = text(random, "ab/", 8);
            String regex = glob.replace("?", "[^/]").replace("*", "[^/]*");
            assertThat(Glob.of(glob).matches(path)).as(glob + " on " + path).isEqualTo(path.matches(regex));
        }
    }

    private static String text(Random random, String alphabet, int lengthMax) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(lengthMax); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
