package stemma.policy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import stemma.core.Quorum;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/** Reads {@code quorum 2 of ada, ben, cleo}: who has to sign the yes to a question. */
final class QuorumClause {
    private static final String EXAMPLE = "write it as in: quorum 2 of ada, ben, cleo";

    private QuorumClause() {}

    /**
     * Reads what follows the word {@code quorum}.
     *
     * @param column of that word
     */
    static Quorum read(WordCursor words, int column) throws Wrong {
        if (!words.begins(Decision.ASK.word())) {
            throw new Wrong(column, "'quorum' says who answers, so the rule has to begin with ask");
        }
        Word count = words.next("'quorum' is followed by a number; " + EXAMPLE);
        if (!count.text().matches("[1-9][0-9]?") || !words.take("of")) {
            throw new Wrong(count.column(), "'quorum' is followed by a number and 'of'; " + EXAMPLE);
        }
        int names = words.column();
        String written = words.untilKeyword().stream().map(Word::text).collect(Collectors.joining(" "));
        List<String> of = Arrays.stream(written.split("[, ]+", -1))
                .filter(name -> !name.isEmpty())
                .toList();
        if (of.isEmpty()) {
            throw new Wrong(names, "name the operators who may sign; " + EXAMPLE);
        }
        try {
            return new Quorum(Integer.parseInt(count.text()), of);
        } catch (IllegalArgumentException e) {
            throw new Wrong(count.column(), String.valueOf(e.getMessage()));
        }
    }
}
