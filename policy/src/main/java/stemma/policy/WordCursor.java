package stemma.policy;

import java.util.List;
import java.util.Set;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/** Walks over the words of a line. */
final class WordCursor {
    private static final Set<String> KEYWORDS =
            Set.of("by", "except", "trusted", "tainted", "in", "at", "on", "until", "quorum");

    private final RuleWords read;
    private final boolean limit;
    private int at;

    /**
     * @param limit whether the line says how often, so that {@code to} ends a target too
     */
    WordCursor(RuleWords read, boolean limit) {
        this.read = read;
        this.limit = limit;
    }

    /** Whether that is the first word of the line. */
    boolean begins(String word) {
        return read.words().getFirst().text().equals(word);
    }

    boolean more() {
        return at < read.words().size();
    }

    boolean limit() {
        return limit;
    }

    int column() {
        return more() ? read.words().get(at).column() : read.end();
    }

    Word next(String otherwise) throws Wrong {
        if (!more()) {
            throw new Wrong(read.end(), otherwise);
        }
        return read.words().get(at++);
    }

    boolean take(String keyword) {
        boolean found = more()
                && !read.words().get(at).quoted()
                && read.words().get(at).text().equals(keyword);
        at += found ? 1 : 0;
        return found;
    }

    List<Word> untilKeyword() {
        int start = at;
        while (more() && !keyword(read.words().get(at))) {
            at++;
        }
        return read.words().subList(start, at);
    }

    private boolean keyword(Word word) {
        return !word.quoted()
                && (KEYWORDS.contains(word.text()) || (limit && word.text().equals("to")));
    }
}
