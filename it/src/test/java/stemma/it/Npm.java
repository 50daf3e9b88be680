package stemma.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of Node.js, run to their end in a folder with a lock file. */
final class Npm {
    private static final int INSTALL_SECONDS_MAX = 300;

    private Npm() {}

    /** Installs what the lock file names, unless it is there. */
    static void installed(Path folder, String installed, String untested) throws Exception {
        if (!Files.exists(folder.resolve(installed))) {
            Said said = run(folder, Map.of(), INSTALL_SECONDS_MAX, "npm", "ci");
            Needs.that(
                    said.code() == 0,
                    "npm ci in " + folder.getFileName() + " failed, so that " + untested + " is not tested: "
                            + said.all());
        }
    }

    /** Runs one command with more variables; what it prints is one text. */
    static Said run(Path folder, Map<String, String> variables, int secondsMax, String... words)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("npm", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile());
            builder.environment().putAll(variables);
            Process process = builder.start();
            if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError(List.of(words) + " did not end; it said " + NodeHome.text(out));
            }
            return new Said(process.exitValue(), NodeHome.text(out), "");
        } finally {
            Files.delete(out);
        }
    }
}
