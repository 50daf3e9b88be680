package stemma.policy;

import java.util.regex.Pattern;
import stemma.policy.shell.ShellWord;

/** One word of {@code tools.txt}, as that file explains it. */
record ToolWord(String word) {
    private static final Pattern SETS = Pattern.compile("[^-/.][^/=]*=.*", Pattern.DOTALL);
    private static final int SHORTENED_CHARS_MIN = 3;

    /**
     * Whether a word that was given is this one, or can be.
     *
     * @param joined whether the tool takes several short options in one word
     * @param second whether it is the second operand
     */
    boolean matches(ShellWord given, boolean joined, boolean second) {
        String text = given.known() ? given.text() : given.prefix();
        if (word.equals("2nd")) {
            return second;
        }
        if (word.equals("NAME=")) {
            return SETS.matcher(given.text()).matches();
        }
        if (word.endsWith("*")) {
            return text.startsWith(word.substring(0, word.length() - 1));
        }
        if (word.startsWith("--")) {
            return isLong(text);
        }
        if (word.startsWith("-") && word.length() > 2) {
            String name = beforeEquals(text);
            return name.equals(word) || name.equals("-" + word);
        }
        if (word.startsWith("-")) {
            boolean option = text.length() > 1 && text.charAt(0) == '-' && text.charAt(1) != '-';
            return joined
                    ? option && text.indexOf(word.charAt(1)) > 0
                    : beforeEquals(text).equals(word);
        }
        return text.equals(word);
    }

    private boolean isLong(String text) {
        String name = beforeEquals(text);
        return name.length() >= SHORTENED_CHARS_MIN && name.startsWith("--") && word.startsWith(name);
    }

    private static String beforeEquals(String text) {
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }
}
