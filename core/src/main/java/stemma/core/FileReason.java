package stemma.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/**
 * Says why the file system refused. Some of Java's exceptions hold nothing but a path ({@code
 * AccessDeniedException: /etc/x}), and a path alone is no sentence. Stateless.
 */
public final class FileReason {
    /** Of a path in a sentence, in characters; a longer one keeps its end. */
    static final int PATH_CHARS_MAX = 300;

    private FileReason() {}

    /** The operating system's own words, without the path that some exceptions lead with. */
    public static String of(IOException e) {
        if (e instanceof FileSystemException refusal) {
            String reason = refusal.getReason();
            return reason != null ? reason : words(refusal.getClass().getSimpleName());
        }
        return String.valueOf(e.getMessage());
    }

    /** The path, as far as it is known, and the reason. */
    static String withPath(FileSystemException e) {
        return e.getFile() == null ? of(e) : end(e.getFile()) + ": " + of(e);
    }

    private static String end(String path) {
        return path.length() <= PATH_CHARS_MAX ? path : "…" + path.substring(path.length() - PATH_CHARS_MAX + 1);
    }

    private static String words(String exceptionName) {
        return exceptionName
                .replace("Exception", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
