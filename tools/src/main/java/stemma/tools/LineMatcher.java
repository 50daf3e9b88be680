package stemma.tools;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Decides whether a line matches. A regular expression may need time exponential in the line's length,
 * so it reads the line through a counter and is given up after {@link #STEPS_MAX} reads: the same
 * pattern and line always end the same way, on any machine. Not thread-safe; one for each file.
 */
final class LineMatcher {
    /** Reads of a character for one line. */
    static final int STEPS_MAX = 2_000_000;
    /** What follows in a longer line is not looked at. */
    static final int LINE_CHARS_MAX = 20_000;

    private final Pattern pattern;

    private LineMatcher(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Throws {@link IllegalArgumentException} that shows where a regular expression is wrong. */
    static LineMatcher of(SearchInput input) {
        int flags = input.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        try {
            return new LineMatcher(Pattern.compile(input.pattern(), input.regex() ? flags : flags | Pattern.LITERAL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the regular expression is wrong at character " + (e.getIndex() + 1) + ": "
                            + e.getDescription().toLowerCase(Locale.ROOT),
                    e);
        }
    }

    boolean matches(String line) {
        String part = line.length() > LINE_CHARS_MAX ? line.substring(0, LINE_CHARS_MAX) : line;
        Matcher matcher = pattern.matcher(new Counted(part, new int[1]));
        try {
            return matcher.find();
        } catch (StackOverflowError tooDeep) {
            throw tooHard();
        }
    }

    private ToolFailed tooHard() {
        return new ToolFailed("the regular expression " + pattern + " takes too long on some line; write it without"
                + " repetitions inside repetitions, or search for a plain text");
    }

    /** A line that counts how often it is read. */
    private final class Counted implements CharSequence {
        private final CharSequence line;
        private final int[] steps;

        Counted(CharSequence line, int[] steps) {
            this.line = line;
            this.steps = steps;
        }

        @Override
        public int length() {
            return line.length();
        }

        @Override
        public char charAt(int index) {
            steps[0]++;
            if (steps[0] > STEPS_MAX) {
                throw tooHard();
            }
            return line.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(line.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
