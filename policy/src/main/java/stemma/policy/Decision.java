package stemma.policy;

import java.util.Locale;
import stemma.core.Verdict;

/** What a rule says when it matches, the strictest first: the order in which rules win. */
public enum Decision {
    DENY,
    ASK,
    ALLOW;

    /** The word as it stands in a rules file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The verdict without its reasons. */
    static Decision of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow allow -> ALLOW;
            case Verdict.Ask ask -> ASK;
            case Verdict.Deny deny -> DENY;
        };
    }

    /** Whether the first restricts more: no before a question, a question that more people answer, then a yes. */
    static boolean stricter(Verdict first, Verdict second) {
        int order = of(first).compareTo(of(second));
        return order < 0 || (order == 0 && needed(first) > needed(second));
    }

    private static int needed(Verdict verdict) {
        return verdict instanceof Verdict.Ask ask ? ask.quorum().needed() : 0;
    }

    /** A rule that restricts is read widely, one that allows is read to the letter. */
    Reach reach() {
        return this == ALLOW ? Reach.NARROW : Reach.WIDE;
    }
}
