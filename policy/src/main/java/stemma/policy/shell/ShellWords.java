package stemma.policy.shell;

import java.util.regex.Pattern;

/**
 * Reads words: quotes, escapes, variables, substitutions, globs and braces. The scripts inside
 * substitutions are handed to the parser, because they run as well.
 */
final class ShellWords {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLAIN_INDEX = Pattern.compile("\\d*|[@*]");
    private static final Pattern PLAIN_SUM = Pattern.compile("[-+*/%()<>=!&|^~?: \t\n0-9]*");
    private static final String SPECIAL = "@*#?-$!0123456789";

    private final ShellText in;
    private final ShellParser parser;

    ShellWords(ShellText in, ShellParser parser) {
        this.in = in;
        this.parser = parser;
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Reads one word up to a blank or an operator. */
    WordBuilder word() {
        WordBuilder word = new WordBuilder();
        while (!in.wordEnds() || substitutesProcess()) {
            piece(word, in.next());
        }
        return word;
    }

    private boolean substitutesProcess() {
        return (in.peek() == '<' || in.peek() == '>') && in.peek(1) == '(';
    }

    private void piece(WordBuilder word, char c) {
        switch (c) {
            case '\'' -> single(word);
            case '"' -> doubled(word);
            case '\\' -> escaped(word);
            case '$', '`' -> dollar(word, c, false);
            case '<', '>' -> {
                in.next();
                parser.nested(")");
                word.unknown(c + "(…)");
            }
            case '*', '?' -> word.several(String.valueOf(c));
            case '[' -> bracket(word);
            case '{' -> brace(word);
            case '~' -> tilde(word);
            default -> plain(word, c);
        }
    }

    private void plain(WordBuilder word, char c) {
        if (c >= 0xa0 && (Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT || c == 0xfeff)) {
            in.back(in.at() - 1);
            throw in.lost(String.format("the character U+%04X looks like none or like a blank", (int) c));
        }
        word.add(c);
    }

    private void single(WordBuilder word) {
        word.quote();
        int start = in.at() - 1;
        while (in.peek() != '\'') {
            if (in.ended()) {
                throw new ShellText.Lost(start, "this quote is not closed");
            }
            word.add(in.next());
        }
        in.next();
    }

    private void doubled(WordBuilder word) {
        word.quote();
        int start = in.at() - 1;
        while (in.peek() != '"') {
            if (in.ended()) {
                throw new ShellText.Lost(start, "this quote is not closed");
            }
            inside(word, in.next(), "\"\\$`");
        }
        in.next();
    }

    /** What stands in a here-document whose end was not quoted. */
    ShellWord document() {
        WordBuilder word = new WordBuilder();
        word.quote();
        while (!in.ended()) {
            inside(word, in.next(), "\\$`");
        }
        return word.word();
    }

    private void inside(WordBuilder word, char c, String escapes) {
        if (c == '\\' && in.peek() == '\n') {
            in.next();
        } else if (c == '\\' && !in.ended() && escapes.indexOf(in.peek()) >= 0) {
            word.add(in.next());
        } else if (c == '$' || c == '`') {
            dollar(word, c, true);
        } else {
            word.add(c);
        }
    }

    private void escaped(WordBuilder word) {
        if (in.ended()) {
            throw in.lost("nothing follows the last backslash");
        }
        char c = in.next();
        if (c != '\n') {
            word.quote();
            word.add(c);
        }
    }

    private void bracket(WordBuilder word) {
        boolean program = word.empty() && (in.wordEnds() || (in.peek() == '[' && " \t\n".indexOf(in.peek(1)) >= 0));
        if (program) {
            word.add('[');
        } else if (word.assigns()) {
            word.add('[');
        } else {
            word.several("[");
        }
    }

    /** A brace with alternatives makes several words in some shells, and one in others. */
    private void brace(WordBuilder word) {
        int start = in.at();
        int depth = 1;
        boolean list = false;
        while (!in.wordEnds() && depth > 0) {
            char c = in.next();
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            list |= c == ',' || (c == '.' && in.peek() == '.');
        }
        in.back(start);
        if (list) {
            word.several("{");
        } else {
            word.add('{');
        }
    }

    private void tilde(WordBuilder word) {
        if (word.empty()) {
            word.add('~');
            word.unknown("");
        } else {
            word.add('~');
        }
    }

    /** A variable, a substitution, a sum, or a dollar that stands for itself. */
    private void dollar(WordBuilder word, char c, boolean quoted) {
        int start = in.at() - 1;
        if (c == '`') {
            parser.backticks();
        } else if (in.take("((")) {
            sum("))", false);
        } else if (in.take("(")) {
            parser.nested(")");
        } else if (in.take("[")) {
            sum("]", true);
        } else if (in.take("{")) {
            braced(quoted);
        } else if (in.peek() == '\'' && !quoted) {
            in.next();
            word.quote();
            AnsiQuote.read(in, word);
            return;
        } else if (in.peek() == '"' && !quoted) {
            in.next();
            doubled(word);
            word.unknown("");
            return;
        } else if (!variable()) {
            word.add('$');
            return;
        }
        if (quoted) {
            boolean list = in.since(start).contains("@");
            if (list) {
                word.splits(in.since(start));
            } else {
                word.unknown(in.since(start));
            }
        } else {
            word.splits(in.since(start));
        }
    }

    private boolean variable() {
        if (Character.isLetter(in.peek()) || in.peek() == '_') {
            name();
            return true;
        }
        boolean special = !in.ended() && SPECIAL.indexOf(in.peek()) >= 0;
        if (special) {
            in.next();
        }
        return special;
    }

    private String name() {
        int start = in.at();
        while (in.peek() < 0x80 && (Character.isLetterOrDigit(in.peek()) || in.peek() == '_')) {
            in.next();
        }
        return in.since(start);
    }

    /** After <code>${</code>: what looks at other variables by their contents may run what they hold. */
    private void braced(boolean quoted) {
        if (in.peek() == '!') {
            throw in.lost("the name of this variable is computed");
        }
        boolean length = in.peek() == '#' && in.peek(1) != '}' && in.take("#");
        boolean named = variable();
        if (!named && !length) {
            throw in.lost("this is no variable that a shell agrees on");
        }
        if (in.take("[")) {
            balanced(']', PLAIN_INDEX, "the index of this variable is computed");
        }
        if (in.peek() == '@' && in.peek(1) != '}') {
            throw in.lost("this runs what a variable holds");
        }
        boolean slice = in.peek() == ':' && "-=?+".indexOf(in.peek(1)) < 0;
        if (slice) {
            balanced('}', Pattern.compile("[:0-9 -]*"), "a part of this variable is computed");
            return;
        }
        WordBuilder rest = new WordBuilder();
        while (in.peek() != '}') {
            if (in.ended()) {
                throw in.lost("a brace is not closed");
            }
            char c = in.next();
            if (quoted && (c == '\'' || c == '"')) {
                throw in.lost("shells disagree on a quote here");
            }
            switch (c) {
                case '\'' -> single(rest);
                case '"' -> doubled(rest);
                case '\\' -> escaped(rest);
                case '$', '`' -> dollar(rest, c, true);
                default -> rest.add(c);
            }
        }
        in.next();
    }

    private void balanced(char end, Pattern plain, String why) {
        int start = in.at();
        while (!in.ended() && in.peek() != end) {
            in.next();
        }
        if (in.ended() || !plain.matcher(in.since(start)).matches()) {
            throw new ShellText.Lost(start, why);
        }
        in.next();
    }

    /** Arithmetic: a variable in it is computed as well, and what is computed may run. */
    void sum(String end, boolean disputed) {
        int start = in.at();
        int depth = 0;
        WordBuilder ignored = new WordBuilder();
        StringBuilder plain = new StringBuilder();
        while (depth > 0 || !in.take(end)) {
            if (in.ended() || (depth == 0 && in.peek() == ')')) {
                throw new ShellText.Lost(start, "this is a sum for some shells, and commands for others");
            }
            char c = in.next();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '$' || c == '`') {
                dollar(ignored, c, true);
                plain.append('x');
            } else {
                plain.append(c);
            }
        }
        boolean simple = PLAIN_SUM.matcher(plain).matches();
        if (!simple && disputed) {
            throw new ShellText.Lost(start, "this is a sum for some shells, and commands for others");
        }
        if (!simple) {
            parser.doubt(start, "a sum may run what its variables hold");
        }
    }
}
