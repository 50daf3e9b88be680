package stemma.policy.shell;

import java.util.Set;

/**
 * Reads {@code [[ ... ]]}, in which numbers are computed. Operators in it join conditions in one shell and
 * commands in another, so they are not read.
 */
final class ShellTest {
    private static final Set<String> COMPUTES = Set.of("-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v", "-R");

    private final ShellText in;
    private final ShellWords words;
    private final ShellParser parser;

    ShellTest(ShellText in, ShellWords words, ShellParser parser) {
        this.in = in;
        this.words = words;
        this.parser = parser;
    }

    /** Reads from behind the opening brackets to behind the closing ones. */
    void read() {
        int start = in.at();
        parser.newlines();
        while (!(in.bareWord().equals("]]") && in.take("]]"))) {
            if (in.ended()) {
                throw new ShellText.Lost(start, "this condition is not closed");
            }
            if (in.wordEnds()) {
                throw in.lost("some shells run what comes after this");
            }
            int at = in.at();
            if (COMPUTES.contains(words.word().text())) {
                parser.doubt(at, "this computes what its words hold, and may run it");
            }
            parser.newlines();
        }
    }
}
