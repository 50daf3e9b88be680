package stemma.policy.shell;

import java.util.Set;

/** Reads conditions, loops and cases from behind their first word; every branch is taken as if it ran. */
final class ShellCompound {
    private static final Set<String> CASE_ENDS = Set.of(";;", "esac");

    private final ShellText in;
    private final ShellWords words;
    private final ShellParser parser;

    ShellCompound(ShellText in, ShellWords words, ShellParser parser) {
        this.in = in;
        this.words = words;
        this.parser = parser;
    }

    void condition() {
        parser.list(Set.of("then"));
        String end = parser.list(Set.of("elif", "else", "fi"));
        while (!end.equals("fi")) {
            if (end.equals("elif")) {
                parser.list(Set.of("then"));
            }
            end = parser.list(end.equals("elif") ? Set.of("elif", "else", "fi") : Set.of("fi"));
        }
    }

    void loop() {
        parser.list(Set.of("do"));
        parser.list(Set.of("done"));
    }

    void each() {
        in.blanks();
        if (in.take("((")) {
            words.sum("))", false);
        } else {
            String name = words.word().text();
            if (!ShellWords.isName(name) || !ShellSimple.harmless(name)) {
                parser.doubt(in.at(), "the loop sets " + name + ", which programs may heed");
            }
            parser.newlines();
            if (in.bareWord().equals("in") && in.take("in")) {
                in.blanks();
                while (!in.ended() && in.peek() != ';' && in.peek() != '\n') {
                    if (in.wordEnds()) {
                        throw in.lost("a loop goes over words");
                    }
                    words.word();
                    in.blanks();
                }
            }
        }
        parser.newlines();
        in.take(";");
        parser.newlines();
        if (!in.bareWord().equals("do")) {
            throw in.lost("a loop goes on with do");
        }
        in.take("do");
        parser.list(Set.of("done"));
    }

    void cases() {
        in.blanks();
        words.word();
        parser.newlines();
        if (!in.bareWord().equals("in")) {
            throw in.lost("after case comes in");
        }
        in.take("in");
        parser.newlines();
        while (!(in.bareWord().equals("esac") && in.take("esac"))) {
            in.take("(");
            in.blanks();
            do {
                in.blanks();
                words.word();
                in.blanks();
            } while (in.take("|"));
            in.expect(")", "a pattern of case ends with a bracket");
            if (parser.list(CASE_ENDS).equals("esac")) {
                return;
            }
            parser.newlines();
        }
    }
}
