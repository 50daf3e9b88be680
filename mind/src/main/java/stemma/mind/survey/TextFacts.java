package stemma.mind.survey;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stemma.mind.survey.FileFacts.Mark;

/**
 * A text file, line by line.
 *
 * @param lines without their ends; a last line without an end counts
 * @param codeLines those that are not blank
 */
record TextFacts(List<String> lines, int codeLines) {
    private static final int LONG_LINE_CHARS = 400;

    TextFacts {
        lines = List.copyOf(lines);
    }

    /** Splits the bytes into lines, and marks what is odd about them. */
    static TextFacts of(byte[] bytes, Set<Mark> marks) {
        String text = decode(bytes, marks);
        if (text.startsWith("\uFEFF")) {
            marks.add(Mark.BYTE_ORDER_MARK);
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            marks.add(Mark.NO_FINAL_NEWLINE);
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        int windows = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end;
            boolean carriage = to > from && text.charAt(to - 1) == '\r';
            windows += carriage ? 1 : 0;
            lines.add(text.substring(from, carriage ? to - 1 : to));
            from = to + 1;
        }
        if (windows > 0) {
            marks.add(windows >= lines.size() - 1 ? Mark.CRLF : Mark.MIXED_LINE_ENDS);
        }
        return new TextFacts(lines, look(lines, marks));
    }

    private static int look(List<String> lines, Set<Mark> marks) {
        int code = 0;
        boolean tabs = false;
        boolean spaces = false;
        boolean ours = false;
        for (String line : lines) {
            code += line.isBlank() ? 0 : 1;
            tabs |= line.startsWith("\t");
            spaces |= line.startsWith("    ");
            ours |= line.startsWith("<<<<<<< ");
            if (!line.isEmpty() && (line.endsWith(" ") || line.endsWith("\t"))) {
                marks.add(Mark.TRAILING_SPACE);
            }
            if (line.length() > LONG_LINE_CHARS) {
                marks.add(Mark.LONG_LINES);
            }
            if (ours && line.startsWith(">>>>>>> ")) {
                marks.add(Mark.CONFLICT_MARKERS);
            }
        }
        if (tabs && spaces) {
            marks.add(Mark.MIXED_INDENT);
        }
        return code;
    }

    private static String decode(byte[] bytes, Set<Mark> marks) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            marks.add(Mark.NOT_UTF8);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
