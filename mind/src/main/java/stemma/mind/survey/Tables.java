package stemma.mind.survey;

import java.util.List;
import java.util.stream.Collectors;
import stemma.mind.Texts;

/** Markdown that several steps write. */
final class Tables {
    /** The most rows of one table; what goes beyond is counted. */
    static final int ROWS_MAX = 40;

    private Tables() {}

    static String of(List<String> head, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(line(head));
        text.append("\n|").append("---|".repeat(head.size()));
        rows.stream().limit(ROWS_MAX).forEach(row -> text.append('\n').append(line(row)));
        if (rows.size() > ROWS_MAX) {
            text.append("\n\n").append(rows.size() - ROWS_MAX).append(" more are not shown.");
        }
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Tables::cell).collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }

    /** A name from the folder, shown as code whatever is in it. */
    static String code(String name) {
        return "`" + Texts.oneLine(name).replace('`', '\'') + "`";
    }

    /** Output of a command, as a block; its last lines where it is long. */
    static String block(String output, int linesMax) {
        List<String> lines = output.stripTrailing().lines().toList();
        List<String> tail = lines.subList(Math.max(0, lines.size() - linesMax), lines.size());
        return "```\n" + String.join("\n", tail).replace("```", "'''") + "\n```";
    }
}
