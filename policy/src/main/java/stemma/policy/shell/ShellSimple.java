package stemma.policy.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads simple commands, their assignments and their redirections, and keeps the here-documents that are due. */
final class ShellSimple {
    /**
     * Names that no program heeds: those that a script makes up for itself are short and small.
     * Everything else may be exported already, and then change what the next program does.
     */
    private static final Pattern OWN_NAME = Pattern.compile("[a-z][a-z0-9]{0,15}");

    private static final Pattern STREAM = Pattern.compile("\\d+-?|-");

    /** Words that steer a script; one that is put together from pieces is no name of a program. */
    private static final Set<String> RESERVED = Set.of(
            "!",
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "while",
            "until",
            "for",
            "do",
            "done",
            "case",
            "esac",
            "select",
            "function",
            "coproc",
            "[[");

    private final ShellText in;
    private final ShellWords words;
    private final ShellParser parser;
    private final List<Due> due = new ArrayList<>();
    private final Set<String> functions = new HashSet<>();
    private boolean certain = true;

    /** A here-document whose text begins after this line. */
    private record Due(String end, boolean literal, boolean tabs, List<ShellWord> input) {}

    ShellSimple(ShellText in, ShellWords words, ShellParser parser) {
        this.in = in;
        this.words = words;
        this.parser = parser;
    }

    static boolean harmless(String variable) {
        return OWN_NAME.matcher(variable).matches();
    }

    /** Notes whether what comes next runs whatever happened before. */
    void afterSeparator(boolean plain) {
        certain = plain;
    }

    /** Notes that the command just read is joined to another, so that nothing is certain about its effects. */
    void joined() {
        certain = false;
    }

    void read() {
        boolean first = certain;
        int start = in.at();
        List<ShellWord> given = new ArrayList<>();
        List<ShellWord> assigned = new ArrayList<>();
        List<ShellWord> input = new ArrayList<>();
        in.blanks();
        while (!over()) {
            if (redirects()) {
                redirection(input);
            } else if (in.peek() == '(') {
                function(given, first);
                return;
            } else {
                word(given, assigned);
            }
            in.blanks();
        }
        if (!given.isEmpty()) {
            boolean own = functions.contains(given.getFirst().text());
            parser.add(new ShellParser.Seen(given, assigned, input, own));
        } else {
            assigned.forEach(each -> alone(each, start));
            if (assigned.isEmpty() && in.at() == start) {
                throw in.lost("a command is missing here");
            }
        }
    }

    /** A variable that is set for what follows. */
    private void alone(ShellWord assignment, int at) {
        String name = assignment.text().split("[+=\\[]", 2)[0];
        if (!harmless(name)) {
            parser.doubt(at, "this sets " + name + ", which programs may heed");
        }
    }

    private boolean over() {
        char c = in.peek();
        boolean both = c == '&' && in.peek(1) == '>';
        return in.ended() || c == '\n' || c == ';' || c == '|' || c == ')' || c == '#' || (c == '&' && !both);
    }

    private void word(List<ShellWord> given, List<ShellWord> assigned) {
        int start = in.at();
        WordBuilder word = words.word();
        if (in.peek() == '<' || in.peek() == '>') {
            descriptor(word);
        }
        if (!word.quoted() && (word.text().equals("{") || word.text().equals("}"))) {
            throw new ShellText.Lost(start, "some shells take this bracket for the end of a command");
        }
        if (given.isEmpty() && !word.quoted() && RESERVED.contains(word.text())) {
            throw new ShellText.Lost(start, "'" + word.text() + "' cannot stand here");
        }
        if (given.isEmpty() && word.assignsElement()) {
            parser.doubt(start, "the index of this variable is computed");
            assigned.add(word.word());
        } else if (given.isEmpty() && word.assigns()) {
            if (in.peek() == '(' && word.text().endsWith("=")) {
                array();
            }
            assigned.add(word.word());
        } else if (!word.empty()) {
            given.add(word.word());
        }
    }

    /** In some shells <code>{name}&gt;file</code> is a redirection, and in others a word before one. */
    private void descriptor(WordBuilder word) {
        if (word.text().startsWith("{") && word.text().endsWith("}")) {
            throw in.lost("shells disagree on the word before this redirection");
        }
    }

    private void array() {
        in.next();
        parser.newlines();
        while (!in.take(")")) {
            if (in.wordEnds()) {
                throw in.lost("this list of values is not closed");
            }
            words.word();
            parser.newlines();
        }
    }

    /** {@code name() command}: the name can then be called, where this runs for certain before. */
    private void function(List<ShellWord> given, boolean first) {
        int start = in.at();
        in.next();
        in.blanks();
        boolean named = given.size() == 1
                && given.getFirst().known()
                && ShellWords.isName(given.getFirst().text());
        if (!named || !in.take(")")) {
            throw new ShellText.Lost(start, "a bracket cannot stand here");
        }
        boolean outermost = parser.outermost() && first;
        parser.body();
        in.blanks();
        boolean ends = in.ended() || in.peek() == '\n' || (in.peek() == ';' && in.peek(1) != ';');
        if (outermost && ends) {
            functions.add(given.getFirst().text());
        }
    }

    private boolean redirects() {
        int digits = 0;
        while (in.peek(digits) >= '0' && in.peek(digits) <= '9') {
            digits++;
        }
        char c = in.peek(digits);
        boolean process = digits == 0 && (c == '<' || c == '>') && in.peek(1) == '(';
        return !process && (c == '<' || c == '>' || (digits == 0 && c == '&' && in.peek(1) == '>'));
    }

    /** Redirections behind a bracket. */
    void redirections() {
        in.blanks();
        while (redirects()) {
            redirection(new ArrayList<>());
            in.blanks();
        }
    }

    private void redirection(List<ShellWord> input) {
        while (in.peek() >= '0' && in.peek() <= '9') {
            in.next();
        }
        if (in.take("<<<")) {
            in.blanks();
            input.add(words.word().word());
        } else if (in.take("<<")) {
            boolean tabs = in.take("-");
            in.blanks();
            WordBuilder end = words.word();
            if (end.empty() || !end.word().known()) {
                throw in.lost("the end of this here-document is not known");
            }
            due.add(new Due(end.text(), end.quoted(), tabs, input));
            input.add(ShellWord.ANYTHING);
        } else {
            opened(in.peek() == '<');
        }
    }

    private void opened(boolean reads) {
        int start = in.at();
        boolean both = in.take("&>>") || in.take("&>");
        boolean copies = !both && (in.take(">&") || in.take("<&"));
        boolean writes = both || copies || in.take("<>") || in.take(">>") || in.take(">|") || (!reads && in.take(">"));
        if (!writes) {
            in.expect("<", "this is no redirection");
        }
        in.blanks();
        if (in.peek() == '!') {
            throw in.lost("some shells take this for a part of the redirection");
        }
        if (in.wordEnds() && !(in.peek() == '<' || in.peek() == '>')) {
            throw new ShellText.Lost(start, "the file of this redirection is missing");
        }
        ShellWord file = words.word().word();
        boolean stream = copies && file.known() && STREAM.matcher(file.text()).matches();
        if (!stream) {
            parser.found().files.add(new ShellFile(file, writes));
        }
    }

    /** Reads the here-documents that were announced, after the line that announced them. */
    void documents(boolean ended) {
        if (ended && !due.isEmpty() && in.ended()) {
            throw in.lost("a here-document is announced and not there");
        }
        if (ended) {
            return;
        }
        for (Due each : due) {
            document(each);
        }
        due.clear();
    }

    private void document(Due each) {
        int start = in.at();
        StringBuilder text = new StringBuilder();
        while (true) {
            if (in.ended()) {
                throw new ShellText.Lost(start, "this here-document is not closed");
            }
            String line = in.line();
            String shown = each.tabs() ? line.replaceFirst("^\t+", "") : line;
            if (shown.equals(each.end())) {
                break;
            }
            text.append(shown).append('\n');
        }
        ShellWord content = each.literal() ? ShellWord.of(text.toString()) : parser.document(text.toString(), start);
        int at = each.input().lastIndexOf(ShellWord.ANYTHING);
        each.input().set(at, content);
    }
}
