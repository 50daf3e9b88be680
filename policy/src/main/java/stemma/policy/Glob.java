package stemma.policy;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A compiled glob. {@code *} is any run of characters within one path segment, {@code ?} one of
 * them, {@code **} any number of whole segments; a closing {@code /**} also matches the folder
 * itself. In a flat glob there are no segments and {@code *} runs over anything.
 *
 * <p>Matching keeps one place to go back to per kind of wildcard: the last {@code *} inside the
 * current segment and the last {@code **}. Older ones never need another try, since whatever they
 * could give up the later one can take; so the time is bounded by text times pattern.
 */
final class Glob {
    private static final int ONE = -1;
    private static final int STAR = -2;
    private static final int DEEP = -3;
    private static final int TAIL = -4;
    private static final int END = -5;

    private final int[] tokens;
    private final boolean flat;
    private final boolean lastSegmentOnly;

    private Glob(int[] tokens, boolean flat) {
        this.tokens = tokens;
        this.flat = flat;
        this.lastSegmentOnly = tokens.length > 0
                && tokens[0] == DEEP
                && Arrays.stream(tokens).skip(1).allMatch(t -> t >= STAR && t != '/');
    }

    /** A path glob after a literal beginning in which no character is special. */
    static Glob path(String literal, String pattern) {
        int[] tokens = new int[literal.length() + pattern.length()];
        int size = 0;
        while (size < literal.length()) {
            tokens[size] = literal.charAt(size);
            size++;
        }
        for (int i = 0; i < pattern.length(); ) {
            if (pattern.startsWith("/**", i) && i + 3 == pattern.length()) {
                tokens[size++] = TAIL;
                i += 3;
            } else if (pattern.startsWith("**/", i)) {
                tokens[size++] = DEEP;
                i += 3;
            } else if (pattern.startsWith("**", i)) {
                tokens[size++] = DEEP;
                tokens[size++] = STAR;
                i += 2;
            } else {
                tokens[size++] = token(pattern.charAt(i++));
            }
        }
        return new Glob(Arrays.copyOf(tokens, size), false);
    }

    /** A glob over text without segments, after a literal beginning. */
    static Glob flat(String literal, String pattern) {
        IntStream rest = pattern.chars().map(c -> token((char) c));
        return new Glob(IntStream.concat(literal.chars(), rest).toArray(), true);
    }

    private static int token(char c) {
        return c == '*' ? STAR : c == '?' ? ONE : c;
    }

    boolean matches(String text) {
        return matches(text, 0);
    }

    /** Whether the text from an index on matches, to its end. */
    boolean matches(String text, int from) {
        return lastSegmentOnly ? run(text, Math.max(from, text.lastIndexOf('/') + 1), 1) : run(text, from, 0);
    }

    private boolean run(String text, int from, int token0) {
        int i = from;
        int j = token0;
        int star = -1;
        int starAt = from;
        int deep = -1;
        int deepAt = from;
        while (true) {
            boolean more = i < text.length();
            int token = j < tokens.length ? tokens[j] : END;
            if (token == END ? !more : token == TAIL && (!more || text.charAt(i) == '/')) {
                return true;
            } else if (token == STAR) {
                star = ++j;
                starAt = i;
            } else if (token == DEEP) {
                deep = ++j;
                deepAt = i;
                star = -1;
            } else if (more && takes(token, text.charAt(i))) {
                i++;
                j++;
            } else if (star >= 0 && starAt < text.length() && (flat || text.charAt(starAt) != '/')) {
                i = ++starAt;
                j = star;
            } else {
                int slash = deep < 0 ? -1 : text.indexOf('/', deepAt);
                if (slash < 0) {
                    return false;
                }
                deepAt = slash + 1;
                i = deepAt;
                j = deep;
                star = -1;
            }
        }
    }

    private boolean takes(int token, char c) {
        return token == c || (token == ONE && (flat || c != '/'));
    }
}
