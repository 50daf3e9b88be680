package stemma.mind.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import stemma.mind.Texts;
import stemma.mind.survey.FileFacts.Mark;

/** What a file's name, mode and size say about it, before it is opened. */
final class FileMarks {
    /** A file beyond this is worth a second look in a folder of source code. */
    static final long LARGE_BYTES = 5 * 1024 * 1024;

    private static final int KIND = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int SYMLINK = 0xA000;
    private static final int SET_IDS = 0xC00;
    private static final int ANY_EXECUTE = 0x49;
    private static final int OTHERS_WRITE = 0x2;

    private static final Pattern PROGRAM = Pattern.compile(
            ".*\\.(exe|dll|so|dylib|a|o|obj|lib|class|jar|war|ear|pyc|pyd|node|wasm|apk|deb|rpm|msi|bin)");
    private static final Pattern LITTER =
            Pattern.compile("\\.DS_Store|Thumbs\\.db|desktop\\.ini|.*~|\\.#.*|.*\\.sw[op]|.*\\.orig|.*\\.rej|.*\\.bak");
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{N}._+@#%,=()\\[\\]-]+");

    private FileMarks() {}

    static boolean regular(int mode) {
        return (mode & KIND) == REGULAR;
    }

    static void ofName(String path, int mode, long bytes, Set<Mark> marks) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        mark((mode & KIND) == SYMLINK, Mark.LINK, marks);
        boolean file = regular(mode);
        mark(file && bytes == 0, Mark.EMPTY, marks);
        mark(file && (mode & SET_IDS) != 0, Mark.SET_ID, marks);
        mark(file && (mode & OTHERS_WRITE) != 0, Mark.WORLD_WRITABLE, marks);
        mark(file && (mode & ANY_EXECUTE) != 0, Mark.EXECUTABLE, marks);
        mark(RiskPatterns.credential(name), Mark.UNREAD, marks);
        mark(LITTER.matcher(name).matches(), Mark.SYSTEM_LITTER, marks);
        mark(name.startsWith("-") || !PLAIN_NAME.matcher(name).matches(), Mark.ODD_NAME, marks);
    }

    private static void mark(boolean holds, Mark mark, Set<Mark> marks) {
        if (holds) {
            marks.add(mark);
        }
    }

    /** The risks of the file as a whole. */
    static List<Risk> risks(String path, long bytes, Set<Mark> marks) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        List<Risk> risks = new ArrayList<>();
        if (RiskPatterns.credential(name)) {
            risks.add(new Risk(Risk.Kind.CREDENTIAL_FILE, 0, name));
        }
        if (marks.contains(Mark.BINARY) && PROGRAM.matcher(name).matches()) {
            risks.add(new Risk(Risk.Kind.BINARY, 0, Texts.size(bytes)));
        }
        if (bytes > LARGE_BYTES) {
            risks.add(new Risk(Risk.Kind.LARGE_FILE, 0, Texts.size(bytes)));
        }
        if (marks.contains(Mark.SET_ID)) {
            risks.add(new Risk(Risk.Kind.SET_ID, 0, "set-id bit"));
        }
        if (marks.contains(Mark.WORLD_WRITABLE)) {
            risks.add(new Risk(Risk.Kind.WORLD_WRITABLE, 0, "mode"));
        }
        if (marks.contains(Mark.CONFLICT_MARKERS)) {
            risks.add(new Risk(Risk.Kind.CONFLICT, 0, "conflict markers"));
        }
        if (name.equals(".envrc")) {
            risks.add(new Risk(Risk.Kind.INSTALL_HOOK, 0, "direnv runs it"));
        }
        return risks;
    }

    /** The language whose risky patterns apply: only a package manifest is looked at among JSON files. */
    static String scannedAs(String name, String language) {
        return language.equals("JSON") && !name.equals("package.json") ? "data" : language;
    }
}
