package stemma.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line as a POSIX shell would, as far as a judge needs it: quotes, operators,
 * redirections, substitutions. It runs nothing and expands nothing; what it cannot see through it
 * marks opaque. Used once.
 */
final class ShellSplitter {
    /** Substitutions nested deeper than this stay unread; the command that holds them is opaque anyway. */
    private static final int NESTING_MAX = 4;

    /**
     * @param words unquoted
     * @param opaque whether part of its effect does not show in the words
     * @param substituted whether it stood inside another command's words
     */
    record Command(List<String> words, boolean opaque, boolean substituted) {}

    private final String line;
    private final int nesting;
    private final List<Command> commands = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private List<String> words = new ArrayList<>();
    private boolean inWord;
    private boolean opaque;
    private boolean redirected;
    private int at;

    ShellSplitter(String line) {
        this(line, 0);
    }

    private ShellSplitter(String line, int nesting) {
        this.line = line;
        this.nesting = nesting;
    }

    List<Command> commands() {
        while (at < line.length()) {
            step(line.charAt(at++));
        }
        endCommand();
        return commands;
    }

    private void step(char c) {
        switch (c) {
            case ' ', '\t', '\r' -> endWord();
            case ';', '\n', '|', '(', ')' -> endCommand();
            case '&' -> ampersand();
            case '\'' -> quoted();
            case '"' -> doubleQuoted();
            case '\\' -> escaped();
            case '$', '`' -> expansion(c);
            case '<', '>' -> redirection(c);
            case '#' -> comment();
            default -> add(c);
        }
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private void ampersand() {
        if (peek() == '>') {
            at++;
            redirection('>');
        } else {
            endCommand();
        }
    }

    private void quoted() {
        int end = line.indexOf('\'', at);
        opaque |= end < 0;
        word.append(line, at, end < 0 ? line.length() : end);
        inWord = true;
        at = end < 0 ? line.length() : end + 1;
    }

    private void doubleQuoted() {
        inWord = true;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return;
            } else if (c == '\\' && at < line.length() && "\"\\$`\n".indexOf(line.charAt(at)) >= 0) {
                add(line.charAt(at++));
            } else if (c == '$' || c == '`') {
                expansion(c);
            } else {
                add(c);
            }
        }
        opaque = true;
    }

    private void escaped() {
        if (at < line.length()) {
            char c = line.charAt(at++);
            if (c != '\n') {
                add(c);
            }
        } else {
            opaque = true;
        }
    }

    /** A variable or a substitution: only the shell knows the word, but a substituted command shows. */
    private void expansion(char c) {
        opaque = true;
        add(c);
        if (c == '`') {
            int end = line.indexOf('`', at);
            nested(at, end < 0 ? line.length() : end);
        } else if (peek() == '(') {
            at++;
            nested(at, closing());
        }
    }

    private void nested(int from, int to) {
        if (nesting < NESTING_MAX) {
            for (Command inner : new ShellSplitter(line.substring(from, to), nesting + 1).commands()) {
                commands.add(new Command(inner.words(), inner.opaque(), true));
            }
        }
        at = Math.min(line.length(), to + 1);
    }

    private int closing() {
        int depth = 1;
        for (int i = at; i < line.length(); i++) {
            depth += line.charAt(i) == '(' ? 1 : line.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return line.length();
    }

    /** Only discarding output and joining streams are harmless; anything else reads or writes a file. */
    private void redirection(char c) {
        boolean descriptor = inWord && word.chars().allMatch(d -> d >= '0' && d <= '9');
        if (descriptor) {
            word.setLength(0);
            inWord = false;
        }
        endWord();
        while (peek() == '>' || peek() == '|') {
            at++;
        }
        if (peek() == '(') {
            opaque = true;
            at++;
            nested(at, closing());
        } else if (peek() == '&') {
            at++;
            redirected = true;
        } else {
            opaque |= c == '<';
            redirected = true;
        }
    }

    private void comment() {
        if (inWord) {
            add('#');
        } else {
            int end = line.indexOf('\n', at);
            at = end < 0 ? line.length() : end;
        }
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : '\0';
    }

    private void endWord() {
        if (inWord && redirected) {
            String file = word.toString();
            boolean stream = file.equals("-") || file.chars().allMatch(d -> d >= '0' && d <= '9');
            opaque |= !stream && !file.equals("/dev/null");
            redirected = false;
        } else if (inWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }

    private void endCommand() {
        endWord();
        opaque |= redirected;
        redirected = false;
        if (!words.isEmpty() || opaque) {
            commands.add(new Command(words.isEmpty() ? List.of("$") : words, opaque, false));
        }
        words = new ArrayList<>();
        opaque = false;
    }
}
