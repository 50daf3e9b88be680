package stemma.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What a test cannot do without. Skipping is said aloud, and is a failure where CI is true. */
final class Needs {
    private Needs() {}

    static void tool(String name, String why) {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        that(there, name + " is missing, so that " + why);
    }

    static void that(boolean there, String otherwise) {
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(otherwise + ", and CI=true");
        }
        if (!there) {
            System.err.println("SKIPPED: " + otherwise);
        }
        Assumptions.assumeTrue(there, otherwise);
    }

    /** Whether this process may trace others, which some containers forbid. */
    static void strace() throws IOException, InterruptedException {
        tool("strace", "what the node asks of the kernel is not seen");
        Process trial = new ProcessBuilder("strace", "-o", "/dev/null", "true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        that(trial.waitFor() == 0, "strace may not trace here, so that what the node asks of the kernel is not seen");
    }

    /** Whether a disk may be mounted in a namespace of the test's own. */
    static void mount(String untested) throws IOException, InterruptedException {
        that(root(), "only root may mount, so that " + untested + " is not tested");
        tool("unshare", untested + " is not tested");
        Process trial = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        that(trial.waitFor() == 0, "mounting is not allowed here, so that " + untested + " is not tested");
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    static boolean deep() {
        return Boolean.getBoolean("stemma.deep");
    }
}
