package stemma.policy;

import java.util.Locale;

/** What a rule says when it matches, the strictest first: the order in which rules win. */
public enum Decision {
    DENY,
    ASK,
    ALLOW;

    /** The word as it stands in a rules file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A rule that restricts is read widely, one that allows is read to the letter. */
    Reach reach() {
        return this == ALLOW ? Reach.NARROW : Reach.WIDE;
    }
}
