package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import stemma.sandbox.linux.RawPath;

/**
 * What a run started from; kept in the box folder so that a later process can still apply or undo.
 *
 * <p>{@code startNanos} is the change time, by the kernel's own clock, of the box folder, in which something was made
 * just before the start. The kernel stamps every later change of a file's content, mode, owner or name with a change
 * time that no program can set back; so "changed on the host since the start" is one comparison, and the folder need
 * not be listed beforehand. An edit in the same tick of that clock was made before the command began and is seen.
 *
 * @param folder the real folder
 * @param view how it was shown
 * @param startNanos since the epoch
 */
record Origin(Path folder, ViewKind view, long startNanos) {
    private static final String FILE = "origin";

    /** A start just now: the change time of the box folder, whose layers were made just now. */
    static Origin of(BoxFolder box, Path folder, ViewKind view) throws IOException {
        return new Origin(folder, view, changeNanos(box.path()));
    }

    static Origin read(BoxFolder box) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(box.path().resolve(FILE), StandardCharsets.US_ASCII)) {
            int equals = line.indexOf('=');
            values.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
        }
        try {
            return new Origin(
                    RawPath.decode(values.getOrDefault("folder", "")),
                    ViewKind.valueOf(values.getOrDefault("view", "")),
                    Long.parseLong(values.getOrDefault("start", "")));
        } catch (IllegalArgumentException e) {
            throw new IOException("the run's record " + box.path().resolve(FILE) + " is damaged", e);
        }
    }

    /** The change time of a file itself, in nanoseconds since the epoch. */
    static long changeNanos(Path file) throws IOException {
        FileTime time = (FileTime) Files.getAttribute(file, "unix:ctime", java.nio.file.LinkOption.NOFOLLOW_LINKS);
        return time.to(java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    void write(BoxFolder box) throws IOException {
        box.text(FILE, "folder=" + RawPath.encode(folder) + "\nview=" + view + "\nstart=" + startNanos + "\n");
    }
}
