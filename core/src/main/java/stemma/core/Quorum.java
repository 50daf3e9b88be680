package stemma.core;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How many of which named operators have to sign a yes before an act may happen.
 *
 * @param needed so many different ones; 0 when the word of whoever holds the operator's credential is
 *     enough
 * @param of their names, in the order in which they were written; empty when none is needed
 */
public record Quorum(int needed, List<String> of) {
    /** One answer of an operator, signed or not. */
    public static final Quorum NONE = new Quorum(0, List.of());

    /** Operators that one quorum names. */
    public static final int OPERATORS_MAX = 16;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public Quorum {
        of = List.copyOf(of);
        if (of.size() > OPERATORS_MAX || needed > of.size() || needed < Math.min(1, of.size())) {
            throw new IllegalArgumentException("a quorum is 1 or more of at most " + OPERATORS_MAX
                    + " operators, and no more than are named, not " + needed + " of " + of.size());
        }
        of.forEach(Quorum::requireName);
        if (new HashSet<>(of).size() < of.size()) {
            throw new IllegalArgumentException("a quorum names an operator once: " + String.join(", ", of));
        }
    }

    /** Throws {@link IllegalArgumentException} unless an operator can have this name. */
    public static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an operator's name is 1 to 32 of a-z 0-9 - and begins with a letter, not '" + name + "'");
        }
    }

    /** Whether signatures are wanted at all. */
    public boolean wanted() {
        return needed > 0;
    }

    /** As a rule says it: {@code 2 of ada, ben, cleo}; empty when no signature is wanted. */
    @Override
    public String toString() {
        return wanted() ? needed + " of " + String.join(", ", of) : "";
    }
}
