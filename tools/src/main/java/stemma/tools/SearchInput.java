package stemma.tools;

import java.nio.file.Path;

/**
 * Finds lines in the text files under a folder.
 *
 * @param folder the folder that holds them, absolute
 * @param path where to begin, relative to the folder; empty for the folder itself
 * @param pattern what to find in a line
 * @param regex whether the pattern is a regular expression of {@link java.util.regex.Pattern}
 * @param ignoreCase whether case matters not
 * @param glob which files, such as {@code **.java}; empty for all
 * @param contextLines lines shown before and after each match, 0 to {@value #CONTEXT_LINES_MAX}
 * @param matchesMax 1 to {@value #MATCHES_MAX}
 */
public record SearchInput(
        Path folder,
        String path,
        String pattern,
        boolean regex,
        boolean ignoreCase,
        String glob,
        int contextLines,
        int matchesMax) {
    public static final int CONTEXT_LINES_MAX = 20;
    public static final int MATCHES_MAX = 10_000;
    public static final int MATCHES_DEFAULT = 200;
    public static final int PATTERN_CHARS_MAX = 1_000;

    public SearchInput {
        Inputs.absolute(folder);
        Inputs.require(
                !pattern.isEmpty() && pattern.length() <= PATTERN_CHARS_MAX,
                "a pattern has 1 to " + PATTERN_CHARS_MAX + " characters");
        Inputs.require(
                contextLines >= 0 && contextLines <= CONTEXT_LINES_MAX,
                "a match is shown with 0 to " + CONTEXT_LINES_MAX + " lines of context");
        Inputs.require(matchesMax >= 1 && matchesMax <= MATCHES_MAX, "a search takes 1 to " + MATCHES_MAX + " matches");
    }

    /** A regular expression, in files that match the glob. */
    public static SearchInput regex(Path folder, String regex, String glob) {
        return new SearchInput(folder, "", regex, true, false, glob, 0, MATCHES_DEFAULT);
    }

    public SearchInput atMost(int matches) {
        return new SearchInput(folder, path, pattern, regex, ignoreCase, glob, contextLines, matches);
    }
}
