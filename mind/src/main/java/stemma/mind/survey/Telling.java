package stemma.mind.survey;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The part of a command's output that says why it failed, so that a reader need not look for it. */
final class Telling {
    private static final int LINES_BEFORE = 2;

    /** How runners mark what failed by its name; taken before anything that merely sounds like a failure. */
    private static final Pattern MARK = Pattern.compile("\\s*(?:not ok \\d.*|✖ .*|(?:FAIL|ERROR|FAILED):? \\S.*"
            + "|--- FAIL: .*|\\[ERROR\\] .*(?:<<< (?:FAILURE|ERROR)!|Failed to execute goal).*"
            + "|test \\S+ \\.\\.\\. FAILED"
            + "|.*:\\d+: (?:fatal )?error: .*|error(?:\\[E\\d+\\])?: .*)");

    private static final Pattern SOUND = Pattern.compile("(?i).*(?:\\berror\\b|\\bfailed\\b|\\bfailure\\b"
            + "|exception|fatal|undefined|cannot find|no such|\\*\\*\\*).*");
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

    private Telling() {}

    /** The first line that says why, without what it is wrapped in; empty when none does. */
    static Optional<String> line(String output) {
        return plain(output).stream()
                .filter(line -> SOUND.matcher(line).matches())
                .findFirst();
    }

    /** At most that many lines around the first mark of a failure, or the last ones where there is no mark. */
    static String excerpt(String output, int linesMax) {
        List<String> lines = plain(output);
        int last = Math.max(0, lines.size() - linesMax);
        int from = IntStream.range(0, lines.size())
                .filter(i -> MARK.matcher(lines.get(i)).matches())
                .map(i -> Math.max(0, i - LINES_BEFORE))
                .findFirst()
                .orElse(last);
        int begin = Math.min(from, last);
        return String.join("\n", lines.subList(begin, Math.min(lines.size(), begin + linesMax)));
    }

    /** Without colours, and without the empty lines that nobody misses. */
    private static List<String> plain(String output) {
        return ESCAPES.matcher(output)
                .replaceAll("")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
