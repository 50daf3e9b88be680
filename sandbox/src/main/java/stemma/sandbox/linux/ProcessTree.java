package stemma.sandbox.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The processes below one process, read from {@code /proc}.
 *
 * <p>Orphans in a pid namespace move to its first process, so the tree below a box's first process is the whole box.
 * A process may end while it is read; it is then simply absent.
 */
public final class ProcessTree {
    /** More than any box may hold; a reader that sees more stops there. */
    private static final int PROCESSES_READ_MAX = 100_000;

    private static final Path PROC = Path.of("/proc");

    private ProcessTree() {}

    /** The ids of the direct children, of every thread. */
    public static List<Long> children(long pid) {
        List<Long> children = new ArrayList<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("task"))) {
            for (Path task : tasks) {
                for (String child : read(task.resolve("children")).trim().split(" ", -1)) {
                    if (!child.isEmpty()) {
                        children.add(Long.valueOf(child));
                    }
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return children;
    }

    /** All ids below {@code pid}, without it. */
    public static List<Long> below(long pid) {
        List<Long> all = new ArrayList<>();
        Deque<Long> open = new ArrayDeque<>(children(pid));
        while (!open.isEmpty() && all.size() < PROCESSES_READ_MAX) {
            long next = open.removeFirst();
            all.add(next);
            open.addAll(children(next));
        }
        return all;
    }

    /** The command line with blanks between the words; empty when the process has gone. */
    public static String commandLine(long pid) {
        return read(PROC.resolve(Long.toString(pid)).resolve("cmdline"))
                .replace('\0', ' ')
                .trim();
    }

    /** Whether the process exists and has not ended. */
    public static boolean alive(long pid) {
        String stat = read(PROC.resolve(Long.toString(pid)).resolve("stat"));
        int afterName = stat.lastIndexOf(')');
        return afterName >= 0 && stat.length() > afterName + 2 && stat.charAt(afterName + 2) != 'Z';
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
