package stemma.mind.survey;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import stemma.core.Digest;

/**
 * What a census knows of one file.
 *
 * @param path relative to the folder, with {@code /} between names
 * @param bytes its size
 * @param digest of its content
 * @param language as people call it; empty where it is none that is known
 * @param lines of text; 0 for a binary file
 * @param codeLines lines that are not blank
 * @param modifiedMillis since the epoch
 * @param marks oddities
 * @param risks places that look risky
 */
public record FileFacts(
        String path,
        long bytes,
        Digest digest,
        String language,
        int lines,
        int codeLines,
        long modifiedMillis,
        Set<Mark> marks,
        List<Risk> risks) {

    /** Something about a file that a person may want to tidy. */
    public enum Mark {
        BINARY("binary"),
        LINK("symbolic link"),
        UNREAD("not read: too large, unreadable, or named like a credential"),
        EXECUTABLE("executable"),
        WORLD_WRITABLE("writable by everyone"),
        SET_ID("set-user-id or set-group-id"),
        EMPTY("empty"),
        NOT_UTF8("text that is not UTF-8"),
        BYTE_ORDER_MARK("begins with a byte order mark"),
        CRLF("Windows line ends"),
        MIXED_LINE_ENDS("mixed line ends"),
        NO_FINAL_NEWLINE("no newline at the end"),
        TRAILING_SPACE("spaces at line ends"),
        MIXED_INDENT("indented by tabs and by spaces"),
        LONG_LINES("lines over 400 characters"),
        CONFLICT_MARKERS("unresolved merge conflict"),
        SYSTEM_LITTER("litter of an operating system or editor"),
        ODD_NAME("a name that is awkward in a shell");

        private final String words;

        Mark(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public FileFacts {
        marks = marks.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(marks));
        risks = List.copyOf(risks);
    }

    public boolean has(Mark mark) {
        return marks.contains(mark);
    }

    /** Whether it is text that was read. */
    public boolean text() {
        return !has(Mark.BINARY) && !has(Mark.LINK) && !has(Mark.UNREAD);
    }

    /** The part of the path behind the last slash. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The part of the path before the last slash; empty at the top. */
    public String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
