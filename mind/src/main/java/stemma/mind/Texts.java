package stemma.mind;

/** Shapes of text that several parts of a goal share. */
public final class Texts {
    private Texts() {}

    /** At most that many characters, ending in an ellipsis where something was left out. */
    public static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 2)) ? charsMax - 2 : charsMax - 1;
        return text.substring(0, end) + "…";
    }

    /** Text that lost its line breaks, and every character that is not seen but changes what is. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(hidden(c) ? ' ' : c));
        return line.toString().strip();
    }

    /** The same of a text of several lines, where such a character is spelled out. */
    static String lines(String text) {
        StringBuilder lines = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c != '\n' && c != '\t' && hidden(c)) {
                lines.append(String.format(java.util.Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
            } else {
                lines.appendCodePoint(c);
            }
        });
        return lines.toString();
    }

    /** Controls, marks of direction, characters without width, and halves of characters. */
    private static boolean hidden(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** {@code 1 file}, {@code 2 files}. */
    public static String count(long count, String noun) {
        return number(count) + " " + (count == 1 ? noun : plural(noun));
    }

    /** {@code 1,204}. */
    public static String number(long count) {
        return String.format(java.util.Locale.ROOT, "%,d", count);
    }

    private static String plural(String noun) {
        boolean consonantY = noun.endsWith("y") && !noun.endsWith("ay") && !noun.endsWith("ey");
        return consonantY ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }

    /** A size a person can read: {@code 812 B}, {@code 1.4 MiB}. */
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < 3) {
            value /= 1024;
            unit++;
        }
        return String.format(java.util.Locale.ROOT, "%.1f %s", value, "KMGT".charAt(unit) + "iB");
    }

    /** A duration a person can read: {@code 0.4 s}, {@code 3 min 05 s}. */
    public static String duration(long millis) {
        if (millis < 60_000) {
            return String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return String.format(java.util.Locale.ROOT, "%d min %02d s", millis / 60_000, millis / 1000 % 60);
    }
}
