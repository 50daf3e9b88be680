package stemma.policy.shell;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One word of a command. Immutable.
 *
 * @param text what the command gets, without quotes, when it is known; as it was written otherwise
 * @param known whether the text is what the command gets, to the letter
 * @param prefix what every word begins with that the shell makes of this one; the text when it is known
 * @param many whether the shell may make several words of it, or none
 */
public record ShellWord(String text, boolean known, String prefix, boolean many) {
    /** Any number of words that nothing is known about. */
    public static final ShellWord ANYTHING = new ShellWord("…", false, "", true);

    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]*/");

    public ShellWord {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(prefix, "prefix");
    }

    /** A word that is known to the letter. */
    public static ShellWord of(String text) {
        return new ShellWord(text, true, text, false);
    }

    /** Whether it is this text for certain. */
    public boolean is(String other) {
        return known && text.equals(other);
    }

    /** Whether it begins like an option for certain. */
    public boolean option() {
        return prefix.length() > 1 && prefix.charAt(0) == '-';
    }

    /** Whether it can turn out to be an option. */
    public boolean mayBeOption() {
        return known ? option() : prefix.isEmpty() || prefix.charAt(0) == '-';
    }

    /** Whether all it can become are paths, and nothing that a program could take for something else. */
    public boolean path() {
        return prefix.startsWith("/")
                || prefix.startsWith("~")
                || FOLDER.matcher(prefix).lookingAt();
    }
}
