package stemma.tools;

import java.util.List;
import stemma.core.Digest;
import stemma.sandbox.WorkspacePath;
import stemma.sandbox.WorkspaceView;

/** Takes the lines that were asked for out of a file, within what a reader can bear. */
final class ReadLines {
    static final int TEXT_CHARS_MAX = 200_000;
    static final int LINE_CHARS_MAX = 2_000;

    private ReadLines() {}

    static ReadOutput of(WorkspaceView view, WorkspacePath path, ReadInput input) {
        byte[] content = view.content(path, WorkspaceView.READ_BYTES_MAX);
        if (TextBytes.binary(content)) {
            throw new ToolFailed(path.target() + " is binary (" + content.length
                    + " bytes); use a command such as file, strings or xxd on it");
        }
        List<String> lines = TextBytes.lines(content);
        int first = Math.min(input.firstLine(), lines.size() + 1);
        int wanted = (int) Math.min(lines.size(), first - 1L + input.linesMax());
        StringBuilder text = new StringBuilder();
        int last = first - 1;
        boolean lineCut = false;
        while (last < wanted && text.length() < TEXT_CHARS_MAX) {
            String line = lines.get(last);
            lineCut |= line.length() > LINE_CHARS_MAX;
            text.append(last >= first ? "\n" : "").append(TextBytes.cut(line, LINE_CHARS_MAX));
            last++;
        }
        return new ReadOutput(
                path.text(),
                text.toString(),
                first,
                last,
                lines.size(),
                content.length,
                what(last, lines.size(), lineCut),
                Digest.of(content));
    }

    private static String what(int last, int total, boolean lineCut) {
        String rest = last < total ? "lines " + (last + 1) + " to " + total + " are not shown" : "";
        String cut = lineCut ? "lines over " + LINE_CHARS_MAX + " characters are cut" : "";
        return rest.isEmpty() || cut.isEmpty() ? rest + cut : rest + "; " + cut;
    }
}
