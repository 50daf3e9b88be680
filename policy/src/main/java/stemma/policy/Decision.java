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

    /** A rule that restricts is read widely, one that allows is read to the letter. */
    Reach reach() {
        return this == ALLOW ? Reach.NARROW : Reach.WIDE;
    }
}
