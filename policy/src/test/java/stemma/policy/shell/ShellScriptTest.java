package stemma.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellScriptTest {
    private static ShellScript.Read read(String text) {
        ShellScript script = ShellScript.read(text);
        assertThat(script).as(text).isInstanceOf(ShellScript.Read.class);
        return (ShellScript.Read) script;
    }

    private static String commands(String text) {
        return String.join(
                " ; ",
                read(text).commands().stream()
                        .map(c -> String.join(
                                " ",
                                c.words().stream().map(ShellScriptTest::shown).toList()))
                        .toList());
    }

    private static String shown(ShellWord word) {
        return (word.known() ? "" : word.many() ? "**" : "*") + word.text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "a b c#a b c",
                "a 'b c' \"d e\" f\\ g#a b c d e f g",
                "a; b & c | d || e && f#a ; b ; c ; d ; e ; f",
                "a $(b $(c)) `d`#c ; b **$(c) ; d ; a **$(b $(c)) **`d`",
                "a \"$(b)\" \"$x\" ${y:-$(z)}#b ; z ; a *$(b) *$x **${y:-$(z)}",
                "if a; then b; elif c; then d; else e; fi#a ; b ; c ; d ; e",
                "for x in 1 $(a); do b; done; c#a ; b ; c",
                "while a; do b; done > out#a ; b",
                "case $(a) in x|y) b;; *) c; esac#a ; b ; c",
                "f() { a; }; f#a ; f",
                "( a; { b; } ) 2>&1 | c#a ; b ; c",
                "x=1 y=$(a) b c=d#a ; b c=d",
                "[[ -f $(a) ]] && d#a ; d",
                "a <(b) >(c)#b ; c ; a *<(…) *>(…)",
                "a *.txt b[0] {c,d} e{f#a ***.txt **b[0] **{c,d} e{f",
                "a ~/b#a *~/b",
                "a $'b\\x41c'#a bAc",
                "! a#a",
                "echo $((1 + $(a)))#a ; echo **$((1 + $(a)))",
            })
    void everyCommandIsFoundWithItsWords(String text, String expected) {
        assertThat(commands(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "a 'b#3",
                "a \"b#3",
                "a $(b#6",
                "a `b#3",
                "a )#3",
                "a ${b#6",
                "a ${!b}#5",
                "a ${b@P}#6",
                "a \\#4",
                "if a; then b#13",
                "a; done#4",
                "case x in a b) c;; esac#13",
                "coproc a#1",
                "a >#3",
                "a (b)#3",
                "a <<E#6",
                "f() ;#5",
                "a {b}> c#6",
                "a }#3",
                "[[ a && b ]]#6",
                "((a))#3",
                "a $'b\\'c'#8",
                "a >! b#4"
            })
    void whatIsNotReadHasItsColumn(String text, int column) {
        assertThat(ShellScript.read(text)).isInstanceOfSatisfying(ShellScript.Unreadable.class, u -> {
            assertThat(u.column()).as(u.why()).isEqualTo(column);
            assertThat(u.why()).isNotBlank();
        });
    }

    @Test
    void hereDocumentsAreReadAfterTheirLine() {
        ShellScript.Read plain = read("a <<'E' | b\n$(c)\nE\nd");
        assertThat(plain.commands()).hasSize(3);
        assertThat(plain.commands().getFirst().input()).contains(ShellWord.of("$(c)\n"));
        assertThat(commands("a <<-E\n\tx $(c)\n\tE\nd")).isEqualTo("a ; c ; d");
    }

    @Test
    void filesAndDoubtsAreNamed() {
        ShellScript.Read script = read("a > x 2>> \"$y\" < z 2>&1; PATH=q; echo $((x))");
        assertThat(script.files().stream().map(f -> (f.written() ? "w " : "r ") + shown(f.path())))
                .containsExactly("w x", "w *$y", "r z");
        assertThat(script.doubts()).hasSize(2);
        assertThat(read("x=1; a 2>&1 >&-").doubts()).isEmpty();
        assertThat(read("x=1; a 2>&1 >&-").files()).isEmpty();
    }

    @Test
    void boundsHoldAtTheLimitAndOnePast() {
        String longest = "a" + " ".repeat(ShellScript.CHARS_MAX - 1);
        assertThat(ShellScript.read(longest)).isInstanceOf(ShellScript.Read.class);
        assertThat(ShellScript.read(longest + " ")).isInstanceOf(ShellScript.Unreadable.class);
        int depth = ShellScript.DEPTH_MAX - 1;
        assertThat(ShellScript.read("( ".repeat(depth) + "a" + " )".repeat(depth)))
                .isInstanceOf(ShellScript.Read.class);
        depth++;
        assertThat(ShellScript.read("( ".repeat(depth) + "a" + " )".repeat(depth)))
                .isInstanceOf(ShellScript.Unreadable.class);
        String many = "a;".repeat(ShellScript.COMMANDS_MAX);
        assertThat(read(many).commands()).hasSize(ShellScript.COMMANDS_MAX);
        assertThat(ShellScript.read(many + "a")).isInstanceOf(ShellScript.Unreadable.class);
    }

    /** Whatever is thrown at it, it says something, and soon. */
    @Test
    void noTextBreaksIt() {
        Random random = new Random(20_261_121);
        List<String> pieces = List.of(
                "a",
                " ",
                ";",
                "&",
                "|",
                "(",
                ")",
                "{",
                "}",
                "$(",
                "`",
                "'",
                "\"",
                "\\",
                "\n",
                "<<E",
                "\nE\n",
                "$((",
                "))",
                "${",
                "if ",
                "then ",
                "fi",
                "for x in ",
                "do ",
                "done",
                "case ",
                "esac",
                ";;",
                "[[ ",
                " ]]",
                "<",
                ">",
                "$'",
                "=",
                "f()",
                "#",
                "!",
                "é",
                "\u200b",
                "*",
                "[",
                "]",
                "~",
                "x=(");
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertThatNoException().as(text.toString()).isThrownBy(() -> ShellScript.read(text.toString()));
        }
    }
}
