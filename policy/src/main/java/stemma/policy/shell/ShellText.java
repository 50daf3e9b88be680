package stemma.policy.shell;

/** Walks over the characters of a script. Used by one thread. */
final class ShellText {
    /** Thrown within the parser. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int at;

        Lost(int at, String why) {
            super(why, null, false, false);
            this.at = at;
        }

        int column() {
            return at + 1;
        }
    }

    private static final String BLANKS_AND_OPERATORS = " \t\n|&;()<>";

    private final String text;
    private int at;

    ShellText(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    void back(int to) {
        at = to;
    }

    boolean ended() {
        return at >= text.length();
    }

    /** The next character, or NUL at the end; a script holds no NUL of its own. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    char next() {
        return text.charAt(at++);
    }

    boolean take(String what) {
        boolean there = text.startsWith(what, at);
        at += there ? what.length() : 0;
        return there;
    }

    void expect(String what, String why) {
        if (!take(what)) {
            throw lost(why);
        }
    }

    Lost lost(String why) {
        return new Lost(at, why);
    }

    String since(int start) {
        return text.substring(start, at);
    }

    /** Whether a word ends here. */
    boolean wordEnds() {
        return ended() || BLANKS_AND_OPERATORS.indexOf(peek()) >= 0;
    }

    /** Skips blanks and line continuations. */
    void blanks() {
        while (peek() == ' ' || peek() == '\t' || (peek() == '\\' && peek(1) == '\n')) {
            at += peek() == '\\' ? 2 : 1;
        }
    }

    /** Skips a comment up to the end of its line. */
    void comment() {
        if (peek() == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        }
    }

    /** The text up to the end of this line, which is passed. */
    String line() {
        int end = text.indexOf('\n', at);
        String line = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        return line;
    }

    /** The word that begins here when nothing in it is quoted or expanded; empty otherwise. */
    String bareWord() {
        int end = at;
        while (end < text.length() && BLANKS_AND_OPERATORS.indexOf(text.charAt(end)) < 0) {
            if ("'\"\\$`".indexOf(text.charAt(end)) >= 0) {
                return "";
            }
            end++;
        }
        return text.substring(at, end);
    }

    /** Refuses what shells, terminals and people read differently, wherever it stands. */
    void check() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\t' && c != '\n';
            if (control || c == 0x7f || (c >= 0x80 && deceives(c))) {
                throw new Lost(i, String.format("the character U+%04X does not show as what it does", (int) c));
            }
        }
    }

    /** Control characters of the upper half, and those that turn the direction of writing. */
    private static boolean deceives(char c) {
        return c < 0xa0
                || c == 0x61c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
