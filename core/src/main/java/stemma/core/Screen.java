package stemma.core;

import java.util.List;

/**
 * Looks for secrets in text that is about to be written or sent. It only looks: whoever asks decides
 * whether to put a mark in a secret's place, as in a prompt, or to refuse the text, as in a file, where
 * a mark would be damage. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Screen {
    /** How a mark begins that stands in the place of a secret. */
    String MARK = "[secret ";

    /** Finds nothing. */
    Screen NONE = text -> List.of();

    /** The secrets in the text, in order and not overlapping. */
    List<Hit> hits(String text);

    /**
     * A secret in a text.
     *
     * @param from index of its first character
     * @param to index past its last
     * @param label what it is: its handle when it is known, its kind when only its form is
     */
    record Hit(int from, int to, String label) {
        /** Where it begins, as an editor counts. */
        public String place(String text) {
            int line = 1
                    + (int) text.substring(0, from)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            return "line " + line + ", column " + (from - text.lastIndexOf('\n', from - 1));
        }
    }

    /** The text with {@code [secret LABEL]} in place of each secret; the same text when there is none. */
    default String masked(String text) {
        List<Hit> hits = hits(text);
        if (hits.isEmpty()) {
            return text;
        }
        StringBuilder masked = new StringBuilder();
        int at = 0;
        for (Hit hit : hits) {
            masked.append(text, at, hit.from()).append(MARK).append(hit.label()).append(']');
            at = hit.to();
        }
        return masked.append(text, at, text.length()).toString();
    }
}
