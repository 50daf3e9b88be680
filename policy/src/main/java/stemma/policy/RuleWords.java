package stemma.policy;

import java.util.ArrayList;
import java.util.List;

/** The words of one line of a rules file, with where they stand. */
final class RuleWords {
    /** Thrown within the parser; the column counts characters from 1. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        private final int column;

        Wrong(int column, String message) {
            super(message);
            this.column = column;
        }

        int column() {
            return column;
        }
    }

    /**
     * @param quoted whether it stood in quotes, and so is never a keyword
     */
    record Word(String text, int column, boolean quoted) {}

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private String comment = "";

    private RuleWords(String line) {
        this.line = line;
    }

    static RuleWords of(String line) throws Wrong {
        RuleWords read = new RuleWords(line);
        read.read();
        return read;
    }

    List<Word> words() {
        return words;
    }

    /** What stands after {@code #}. */
    String comment() {
        return comment;
    }

    /** The column after the last word. */
    int end() {
        if (words.isEmpty()) {
            return 1;
        }
        Word last = words.getLast();
        return last.column() + last.text().codePointCount(0, last.text().length()) + (last.quoted() ? 2 : 0);
    }

    private void read() throws Wrong {
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (blank(c)) {
                at++;
            } else if (c == '#') {
                comment = line.substring(at + 1).strip();
                return;
            } else {
                at = c == '"' ? quoted(at) : plain(at);
            }
        }
    }

    private int quoted(int start) throws Wrong {
        int end = line.indexOf('"', start + 1);
        if (end < 0) {
            throw new Wrong(column(start), "this quote is not closed; add a \" at the end of the word");
        }
        if (end + 1 < line.length() && !blank(line.charAt(end + 1))) {
            throw new Wrong(column(end + 1), "a blank comes after a closing quote; put the whole word in quotes");
        }
        words.add(new Word(line.substring(start + 1, end), column(start), true));
        return end + 1;
    }

    /** A word ends at a blank, but a parenthesis such as {@code Bash(git push:*)} belongs together. */
    private int plain(int start) throws Wrong {
        int at = start;
        int open = 0;
        while (at < line.length() && (open > 0 || !blank(line.charAt(at)))) {
            char c = line.charAt(at);
            if (c == '"' && open == 0) {
                throw new Wrong(column(at), "a quote begins inside a word; put the whole word in quotes");
            }
            open += c == '(' ? 1 : c == ')' && open > 0 ? -1 : 0;
            if (Character.isISOControl(c)) {
                throw new Wrong(column(at), "a control character stands here; remove it");
            }
            at++;
        }
        words.add(new Word(line.substring(start, at).stripTrailing(), column(start), false));
        return at;
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private int column(int index) {
        return 1 + line.codePointCount(0, index);
    }
}
