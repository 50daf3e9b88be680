package stemma.core;

import java.util.Locale;

/** How far data is trusted, the most trusted first. Nothing is trusted because it is ours. */
public enum Trust {
    /** Typed or endorsed by a person with the operator's credential. */
    OPERATOR,
    /** Computed by the node's own code from nothing less trusted. */
    NODE,
    /** Read from a folder the operator pointed at: a file may say anything. */
    WORKSPACE,
    /** Written by a language model. */
    MODEL,
    /** Received from another node. */
    PEER,
    /** Fetched from anywhere else. */
    OUTSIDE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The level as it is written in rules and in the log. */
    public String word() {
        return word;
    }

    /** The less trusted of the two. */
    public Trust and(Trust other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Parses {@link #word()}; throws {@link IllegalArgumentException}. */
    public static Trust parse(String word) {
        for (Trust trust : values()) {
            if (trust.word().equals(word)) {
                return trust;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is not a level of trust");
    }
}
