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
    private int at;

    WordCursor(RuleWords read) {
        this.read = read;
    }

    /** Whether that is the first word of the line. */
    boolean begins(String word) {
        return read.words().getFirst().text().equals(word);
    }

    boolean more() {
        return at < read.words().size();
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
        while (more()
                && (read.words().get(at).quoted()
                        || !KEYWORDS.contains(read.words().get(at).text()))) {
            at++;
        }
        return read.words().subList(start, at);
    }
}
