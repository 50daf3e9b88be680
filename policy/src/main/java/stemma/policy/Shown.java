package stemma.policy;

import java.util.List;
import java.util.Locale;
import stemma.core.Cost;

/** Text for a terminal: what a target holds must not be able to rewrite the question about it. */
final class Shown {
    private Shown() {}

    /** The text with control, direction and invisible characters spelled out. */
    static String plain(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (hidden) {
                shown.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** As {@link #plain}, line by line. */
    static String lines(String text) {
        return String.join("\n", text.lines().map(Shown::plain).toList());
    }

    /** Rows in columns; the last column is not padded. */
    static String table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return String.join("\n", rows.stream().map(row -> line(row, widths)).toList());
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            boolean last = i == row.size() - 1;
            line.append(row.get(i)).append(" ".repeat(last ? 0 : widths[i] - width(row.get(i)) + 2));
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    static String shorten(String text, int charsMax) {
        return text.length() <= charsMax ? text : text.substring(0, charsMax - 1) + "…";
    }

    /** A span such as {@code 59 min}; what is past is {@code now}. */
    static String span(long millis) {
        long seconds = millis / 1000;
        if (seconds <= 0) {
            return "now";
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    static String cost(Cost cost) {
        StringBuilder text = new StringBuilder();
        unit(text, cost.tokens(), "tokens");
        unit(text, cost.money(), "millionths of money");
        unit(text, cost.millis(), "ms in a box");
        unit(text, cost.fuel(), "fuel");
        return text.isEmpty() ? "nothing" : text.toString();
    }

    private static void unit(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%,d %s", amount, unit));
        }
    }
}
