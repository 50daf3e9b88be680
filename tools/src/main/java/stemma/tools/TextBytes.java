package stemma.tools;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file's bytes seen as text. */
final class TextBytes {
    /** As far as git looks for a zero byte. */
    private static final int SNIFFED_BYTES = 8_000;

    private TextBytes() {}

    /** Whether a person would call it binary: a zero byte near the beginning. */
    static boolean binary(byte[] content) {
        for (int i = 0; i < Math.min(content.length, SNIFFED_BYTES); i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The lines, without their ends; a file that ends in a line end has no empty line after it. */
    static List<String> lines(byte[] content) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                lines.add(line(content, from, i));
                from = i + 1;
            }
        }
        if (from < content.length) {
            lines.add(line(content, from, content.length));
        }
        return lines;
    }

    private static String line(byte[] content, int from, int to) {
        int end = to > from && content[to - 1] == '\r' ? to - 1 : to;
        return new String(content, from, end - from, StandardCharsets.UTF_8);
    }

    /** At most that many characters, never half of a pair; says so when it is less than all. */
    static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
        return text.substring(0, end) + "... (" + (text.length() - end) + " more)";
    }
}
