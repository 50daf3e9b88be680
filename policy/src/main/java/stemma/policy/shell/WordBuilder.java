package stemma.policy.shell;

/** Puts one word together, and keeps account of what is known of it. */
final class WordBuilder {
    private final StringBuilder text = new StringBuilder();
    private String prefix = "";
    private boolean known = true;
    private boolean many;
    private boolean quoted;
    private boolean begun;
    private int equals = -1;

    boolean empty() {
        return text.isEmpty() && !begun;
    }

    /** Whether a part of it was in quotes. */
    boolean quoted() {
        return quoted;
    }

    String text() {
        return text.toString();
    }

    /** Adds a character that stands for itself. */
    void add(char c) {
        if (c == '=' && equals < 0 && known && !quoted) {
            equals = text.length();
        }
        text.append(c);
    }

    void quote() {
        quoted = true;
        begun = true;
    }

    /** Adds what the shell makes one word of, or a part of one. */
    void unknown(String written) {
        if (known) {
            prefix = text.toString();
        }
        known = false;
        begun = true;
        text.append(written);
    }

    /** Adds what may become several words that all begin as this one does. */
    void several(String written) {
        unknown(written);
        many = true;
    }

    /** Adds what may become several words, of which only the first begins as this one does. */
    void splits(String written) {
        several(written);
        prefix = "";
    }

    /** Whether it sets a variable, when it stands before a command. */
    boolean assigns() {
        if (equals < 1) {
            return false;
        }
        String name = text.substring(0, equals);
        return ShellWords.isName(name.endsWith("+") ? name.substring(0, name.length() - 1) : name);
    }

    /** Whether it sets an element of an array, so that its index is computed. */
    boolean assignsElement() {
        int open = text.indexOf("[");
        boolean element = open > 0 && text.indexOf("]") > open && text.indexOf("=") > 0;
        return element && ShellWords.isName(text.substring(0, open));
    }

    ShellWord word() {
        return new ShellWord(text.toString(), known, known ? text.toString() : prefix, many);
    }
}
