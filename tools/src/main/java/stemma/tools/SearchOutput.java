package stemma.tools;

import java.util.List;

/**
 * Lines that match, in order of path and line.
 *
 * @param matches what was found
 * @param filesSearched text files looked into
 * @param filesSkipped binary, too large, or unreadable files
 * @param cut what was left out, as one sentence; empty when nothing was
 */
public record SearchOutput(List<Match> matches, int filesSearched, int filesSkipped, String cut) {
    /**
     * @param path relative to the folder
     * @param line number from 1
     * @param text the line, cut to {@value #LINE_CHARS_MAX} characters
     * @param before lines of context before it
     * @param after lines of context after it
     */
    public record Match(String path, int line, String text, List<String> before, List<String> after) {
        public static final int LINE_CHARS_MAX = 500;

        public Match {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    public SearchOutput {
        matches = List.copyOf(matches);
    }
}
