package stemma.core;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who intends an act. Written {@code kind:name}, for example {@code operator:cli} or
 * {@code goal:3.41}.
 *
 * @param kind what sort of party it is
 * @param name which one, at most 64 characters of {@code [A-Za-z0-9._-]}
 */
public record Actor(Kind kind, String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** The sorts of parties, the most trusted first. */
    public enum Kind {
        /** A person with the operator's credential. */
        OPERATOR,
        /** The node itself, outside any goal. */
        NODE,
        /** A goal at work, named by its act id. */
        GOAL,
        /** A boxed command, named by its act id. */
        RUN;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The kind as it is written in the log. */
        public String word() {
            return word;
        }
    }

    public Actor {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an actor's name is 1 to 64 of A-Z a-z 0-9 . _ -, not '" + name + "'");
        }
    }

    public static Actor operator(String name) {
        return new Actor(Kind.OPERATOR, name);
    }

    public static Actor node(String part) {
        return new Actor(Kind.NODE, part);
    }

    public static Actor goal(ActId goal) {
        return new Actor(Kind.GOAL, goal.toString());
    }

    public static Actor run(ActId run) {
        return new Actor(Kind.RUN, run.toString());
    }

    /** Parses the written form; throws {@link IllegalArgumentException}. */
    public static Actor parse(String text) {
        int colon = text.indexOf(':');
        if (colon > 0) {
            for (Kind kind : Kind.values()) {
                if (kind.word().equals(text.substring(0, colon))) {
                    return new Actor(kind, text.substring(colon + 1));
                }
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not an actor; one looks like operator:cli");
    }

    @Override
    public String toString() {
        return kind.word() + ":" + name;
    }
}
