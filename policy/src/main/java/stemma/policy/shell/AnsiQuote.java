package stemma.policy.shell;

/** Reads {@code $'...'}, in which a backslash spells characters. */
final class AnsiQuote {
    private AnsiQuote() {}

    /** Reads from behind the opening quote to behind the closing one. */
    static void read(ShellText in, WordBuilder word) {
        int start = in.at() - 2;
        while (in.peek() != '\'') {
            if (in.ended()) {
                throw new ShellText.Lost(start, "this quote is not closed");
            }
            char c = in.next();
            if (c == '\\' && !in.ended()) {
                escaped(in, word);
            } else {
                word.add(c);
            }
        }
        in.next();
    }

    private static void escaped(ShellText in, WordBuilder word) {
        char c = in.next();
        switch (c) {
            case 'a' -> word.add('\u0007');
            case 'b' -> word.add('\b');
            case 'e', 'E' -> word.add('\u001b');
            case 'f' -> word.add('\f');
            case 'n' -> word.add('\n');
            case 'r' -> word.add('\r');
            case 't' -> word.add('\t');
            case 'v' -> word.add('\u000b');
            case '\\', '"', '?' -> word.add(c);
            case '\'' -> throw in.lost("this quote ends here for some shells");
            case 'x' -> code(in, word, 16, 2);
            case 'u' -> code(in, word, 16, 4);
            case 'U' -> code(in, word, 16, 8);
            case 'c' -> throw in.lost("this spells a control character");
            default -> {
                if (c >= '0' && c <= '7') {
                    in.back(in.at() - 1);
                    code(in, word, 8, 3);
                } else {
                    word.add('\\');
                    word.add(c);
                }
            }
        }
    }

    private static void code(ShellText in, WordBuilder word, int radix, int digitsMax) {
        int value = 0;
        int digits = 0;
        while (digits < digitsMax && Character.digit(in.peek(), radix) >= 0 && in.peek() < 0x80) {
            value = value * radix + Character.digit(in.next(), radix);
            digits++;
        }
        boolean shown = digits > 0 && value > 0 && value < (radix == 16 && digitsMax > 2 ? 0xd800 : 0x80);
        if (!shown) {
            throw in.lost("this spells a byte that is no character by itself");
        }
        word.add((char) value);
    }
}
