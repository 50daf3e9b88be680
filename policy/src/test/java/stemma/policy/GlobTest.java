package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import stemma.policy.shell.ShellWord;

class GlobTest {
    /** An independent reading of the same language, by way of regular expressions. */
    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); ) {
            if (glob.startsWith("/**", i) && i + 3 == glob.length()) {
                regex.append("(/.*)?");
                i += 3;
            } else if (glob.startsWith("**/", i)) {
                regex.append("(.*/)?");
                i += 3;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i += 2;
            } else {
                char c = glob.charAt(i++);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    @Test
    void agreesWithRegularExpressionsOnRandomGlobs() {
        Random random = new Random(42);
        String[] segments = {"a", "b", "ab", "*", "a*", "*b", "?", "a?", "**", "*a*b"};
        int matched = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder glob = new StringBuilder(random.nextInt(4) == 0 ? "**" : "/a");
            for (int i = random.nextInt(4); i > 0; i--) {
                glob.append('/').append(segments[random.nextInt(segments.length)]);
            }
            StringBuilder path = new StringBuilder();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                path.append('/').append("aab".substring(random.nextInt(2), 2 + random.nextInt(2)));
            }
            boolean expected = regex(glob.toString()).matcher(path).matches();
            assertThat(Glob.path("", glob.toString()).matches(path.toString()))
                    .as("%s on %s", glob, path)
                    .isEqualTo(expected);
            matched += expected ? 1 : 0;
        }
        assertThat(matched).isBetween(1_000, 19_000);
    }

    @Test
    void nestedWildcardsDoNotBlowUp() {
        String glob = "**/" + "*a".repeat(40) + "/**/" + "*a*".repeat(40) + "/b";
        assertThat(Glob.path("", glob).matches("/" + "a".repeat(2_000) + "/" + "a".repeat(2_000)))
                .isFalse();
    }

    @Test
    void aLiteralBeginningHasNoWildcards() {
        assertThat(Glob.path("/a*b", "/**").matches("/a*b/c")).isTrue();
        assertThat(Glob.path("/a*b", "/**").matches("/axb/c")).isFalse();
    }

    @Test
    void theWrittenFormOfACommandReadsBackAsItsWords() {
        Random random = new Random(7);
        String letters = "ab '\"\\$`;&|<>(){}*?#=\n~";
        for (int round = 0; round < 5_000; round++) {
            List<String> argv = new ArrayList<>(List.of("prog"));
            for (int i = random.nextInt(4); i > 0; i--) {
                StringBuilder word = new StringBuilder();
                for (int n = random.nextInt(6); n > 0; n--) {
                    word.append(letters.charAt(random.nextInt(letters.length())));
                }
                argv.add(word.toString());
            }
            List<CommandPart> parts = CommandLine.parts(CommandLine.of(argv));
            assertThat(parts).hasSize(1);
            assertThat(parts.getFirst().words())
                    .isEqualTo(argv.stream().map(ShellWord::of).toList());
        }
    }
}
