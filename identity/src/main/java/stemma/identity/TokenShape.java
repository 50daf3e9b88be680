package stemma.identity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of one kind of token: it begins with one of a few words, which a text is searched for first,
 * and goes on as {@code form} says. The rest of the token decides whether it is one: a name or an
 * example that begins the same way does not look drawn at random.
 *
 * @param label what it is called in a mark
 * @param form of the whole token; its first group is the part that was drawn at random
 */
record TokenShape(String label, List<String> prefixes, Pattern form, Check check) {
    /** Tells a token from what only looks like one. */
    @FunctionalInterface
    interface Check {
        boolean token(String drawn);
    }

    TokenShape {
        prefixes = List.copyOf(prefixes);
    }

    /** Index past the token that begins here, or -1 when none does. */
    int end(String text, int from) {
        if (from > 0 && wordly(text.charAt(from - 1))) {
            return -1;
        }
        Matcher matcher = form.matcher(text).region(from, text.length());
        matcher.useTransparentBounds(true);
        return matcher.lookingAt() && check.token(matcher.group(1)) ? matcher.end() : -1;
    }

    private static boolean wordly(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '+');
    }

    /** Whether the text has letters, digits and enough different characters to have been drawn at random. */
    static boolean random(String drawn) {
        long digits = drawn.chars().filter(c -> c >= '0' && c <= '9').count();
        long letters = drawn.chars().filter(Character::isLetter).count();
        return digits >= 1
                && letters >= 1
                && drawn.chars().distinct().count() >= Math.min(8, drawn.length() / 2)
                && !drawn.contains("EXAMPLE");
    }
}
