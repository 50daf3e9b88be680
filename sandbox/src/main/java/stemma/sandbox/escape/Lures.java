package stemma.sandbox.escape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import stemma.sandbox.Trees;

/**
 * Files worth stealing, laid beside the folder that a trial box is given. Closing it removes them.
 *
 * <pre>
 *   trial/project/link -> ../beside/secret     what the box is given
 *   trial/beside/secret, open                  what lies next to it
 *   trial/user/.ssh/id                         somebody's key
 * </pre>
 */
final class Lures implements AutoCloseable {
    private static final Path SECRET = Path.of("beside", "secret");

    private final Path trial;

    private Lures(Path trial) {
        this.trial = trial;
    }

    static Lures lay(Path trial) throws IOException {
        Lures lures = new Lures(trial);
        lures.close();
        lures.file(SECRET.toString());
        lures.file("beside/open");
        lures.file("user/.ssh/id");
        Files.createDirectories(lures.project());
        Files.createSymbolicLink(lures.project().resolve("link"), Path.of("..").resolve(SECRET));
        return lures;
    }

    Path project() {
        return trial.resolve("project");
    }

    /** Where they are, for the script. */
    Map<String, String> facts() {
        return new TreeMap<>(Map.of(
                "beside", trial.resolve("beside").toString(),
                "user", trial.resolve("user").toString()));
    }

    private void file(String name) throws IOException {
        Path file = trial.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a lure: nothing that runs in a box can read this\n");
    }

    @Override
    public void close() throws IOException {
        Trees.remove(trial);
    }
}
