package stemma.policy.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads the grammar of a POSIX shell with what bash adds: lists, pipes, groups, subshells, loops,
 * conditions, functions, here-documents, redirections. Everything that stands anywhere is taken as if
 * it ran, because whether it does is not for a judge to guess.
 *
 * <pre>
 *   list    = command {(; | &amp; | &amp;&amp; | || | "|" | newline) command}
 *   command = ( list ) | { list; } | if | while | for | case | [[ ]] | (( )) | name() command | simple
 *   simple  = {NAME=word} {word} with redirections anywhere
 * </pre>
 *
 * <p>It accepts some text that a shell refuses, which then does nothing; it never takes words apart
 * in another way than a shell does. Where shells themselves differ it gives up with the column.
 *
 * <p>References: POSIX.1-2024, Shell Command Language, section 2; the Bash manual, section 3.
 */
final class ShellParser {
    private static final Set<String> STRAY = Set.of("then", "do", "done", "fi", "esac", "else", "elif", "}", "coproc");

    private final ShellText in;
    private final ShellWords words;
    private final ShellSimple simple;
    private final ShellCompound compound;
    private final Findings found;
    private int depth;

    /** What a script and the scripts inside it come to. */
    static final class Findings {
        private final List<Seen> commands = new ArrayList<>();
        final List<ShellFile> files = new ArrayList<>();
        final List<String> doubts = new ArrayList<>();
    }

    /** A command whose here-documents may still follow. */
    record Seen(List<ShellWord> words, List<ShellWord> assignments, List<ShellWord> input, boolean own) {
        ShellCommand command() {
            Optional<ShellWord> last = input.isEmpty() ? Optional.empty() : Optional.of(input.getLast());
            return new ShellCommand(words, assignments, last, own);
        }
    }

    private ShellParser(String text, Findings found, int depth) {
        this.in = new ShellText(text);
        this.found = found;
        this.depth = depth;
        this.words = new ShellWords(in, this);
        this.simple = new ShellSimple(in, words, this);
        this.compound = new ShellCompound(in, words, this);
    }

    static ShellScript read(String text) {
        Findings found = new Findings();
        try {
            ShellParser parser = new ShellParser(text, found, 0);
            if (text.length() > ShellScript.CHARS_MAX) {
                throw new ShellText.Lost(ShellScript.CHARS_MAX, "more than that is not read");
            }
            parser.in.check();
            parser.list(Set.of());
            List<ShellCommand> commands =
                    found.commands.stream().map(Seen::command).toList();
            return new ShellScript.Read(commands, found.files, found.doubts);
        } catch (ShellText.Lost lost) {
            return new ShellScript.Unreadable(lost.column(), String.valueOf(lost.getMessage()));
        }
    }

    Findings found() {
        return found;
    }

    void doubt(int at, String why) {
        found.doubts.add("column " + (at + 1) + ": " + why);
    }

    void add(Seen command) {
        if (found.commands.size() >= ShellScript.COMMANDS_MAX) {
            throw in.lost("more than " + ShellScript.COMMANDS_MAX + " commands are not read");
        }
        found.commands.add(command);
    }

    /** A list inside brackets, up to and with the closing one. */
    void nested(String closer) {
        list(Set.of(closer));
    }

    /** The old form of a substitution: its text loses one layer of backslashes before it is read. */
    void backticks() {
        int start = in.at() - 1;
        StringBuilder script = new StringBuilder();
        while (in.peek() != '`') {
            if (in.ended()) {
                throw new ShellText.Lost(start, "this backtick is not closed");
            }
            char c = in.next();
            boolean escapes = c == '\\' && !in.ended() && "`\\$".indexOf(in.peek()) >= 0;
            script.append(escapes ? in.next() : c);
        }
        in.next();
        inner(script.toString(), start, parser -> parser.list(Set.of()));
    }

    /** What a here-document expands to. */
    ShellWord document(String text, int at) {
        List<ShellWord> read = new ArrayList<>();
        inner(text, at, parser -> read.add(parser.words.document()));
        return read.getFirst();
    }

    private void inner(String text, int at, Consumer<ShellParser> reading) {
        ShellParser parser = new ShellParser(text, found, depth + 1);
        try {
            reading.accept(parser);
        } catch (ShellText.Lost lost) {
            throw new ShellText.Lost(at, String.valueOf(lost.getMessage()));
        }
    }

    /** Whether a command that stands here runs for certain, before anything that follows it. */
    boolean outermost() {
        return depth == 1;
    }

    /** Reads commands up to one of these closers, which is taken and returned; none is the end of the text. */
    String list(Set<String> closers) {
        depth++;
        if (depth > ShellScript.DEPTH_MAX) {
            throw in.lost("more than " + ShellScript.DEPTH_MAX + " brackets inside each other are not read");
        }
        boolean plain = true;
        String closer = closer(closers);
        while (closer.isEmpty() && !in.ended()) {
            simple.afterSeparator(plain);
            command();
            in.blanks();
            in.comment();
            plain = separator(closers);
            closer = closer(closers);
        }
        if (closer.isEmpty() && !closers.isEmpty()) {
            throw in.lost("here one of these is missing: " + String.join(" ", new TreeSet<>(closers)));
        }
        simple.documents(true);
        depth--;
        return closer;
    }

    /** Takes the operator between two commands; whether the second runs whatever the first did. */
    private boolean separator(Set<String> closers) {
        if (in.ended() || in.peek() == '\n') {
            return true;
        }
        if (in.peek() == ';' && (in.peek(1) == ';' || in.peek(1) == '&')) {
            return true;
        }
        if (in.peek() == ')' && closers.contains(")")) {
            return true;
        }
        if (in.take("&&") || in.take("||") || in.take("|&") || in.take("|")) {
            simple.joined();
            return false;
        }
        if (in.take(";")) {
            return true;
        }
        if (in.take("&")) {
            simple.joined();
            return true;
        }
        if (closers.stream().anyMatch(word -> word.equals(in.bareWord()))) {
            return true;
        }
        throw in.lost("a command ends before this");
    }

    private String closer(Set<String> closers) {
        newlines();
        for (String closer : closers) {
            boolean sign = closer.equals(")") || closer.equals(";;");
            if (sign ? in.take(closer) : in.bareWord().equals(closer) && in.take(closer)) {
                return closer;
            }
        }
        boolean falls = closers.contains(";;") && in.take(";&");
        return falls ? ";;" : "";
    }

    void newlines() {
        in.blanks();
        in.comment();
        while (in.peek() == '\n') {
            in.next();
            simple.documents(false);
            in.blanks();
            in.comment();
        }
    }

    /** One command of any form. */
    void command() {
        newlines();
        if (in.take("((")) {
            words.sum("))", true);
            simple.redirections();
            return;
        }
        if (in.take("(")) {
            list(Set.of(")"));
            simple.redirections();
            return;
        }
        String word = in.bareWord();
        if (STRAY.contains(word)) {
            throw in.lost("'" + word + "' cannot stand here");
        }
        switch (word) {
            case "{" -> compound(word, () -> list(Set.of("}")));
            case "if" -> compound(word, compound::condition);
            case "while", "until" -> compound(word, compound::loop);
            case "for", "select" -> compound(word, compound::each);
            case "case" -> compound(word, compound::cases);
            case "[[" -> compound(word, new ShellTest(in, words, this)::read);
            case "function" -> function();
            case "!" -> {
                in.take(word);
                simple.joined();
                command();
            }
            default -> simple.read();
        }
    }

    private void compound(String word, Runnable body) {
        in.take(word);
        body.run();
        simple.redirections();
    }

    private void function() {
        in.take("function");
        in.blanks();
        words.word();
        in.blanks();
        if (in.take("(")) {
            in.blanks();
            in.expect(")", "a function's name is followed by ()");
        }
        body();
    }

    /** The body of a function, which is taken as if it were called. */
    void body() {
        newlines();
        simple.joined();
        depth++;
        command();
        depth--;
    }
}
