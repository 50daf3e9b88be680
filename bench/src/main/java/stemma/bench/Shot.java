package stemma.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts processes with their output in a file, and bounds how long they may take. */
final class Shot {
    /** No process that is waited for takes longer. */
    static final long PROCESS_MILLIS_MAX = 120_000;

    /** A first start may have to build the node. */
    static final long BUILD_MILLIS_MAX = 1_800_000;

    private static final int TAIL_CHARS_MAX = 300;

    private Shot() {}

    static Process start(List<String> command, Path cwd, Map<String, String> environment, Path output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(cwd.toFile());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    /** Milliseconds from the start of the command to its end. Throws when it does not end well. */
    static double millis(List<String> command, Path cwd, Map<String, String> environment, Path output)
            throws IOException, InterruptedException {
        return millis(command, cwd, environment, output, PROCESS_MILLIS_MAX);
    }

    static double millis(List<String> command, Path cwd, Map<String, String> environment, Path output, long millisMax)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start(command, cwd, environment, output);
        end(process, millisMax);
        double millis = (System.nanoTime() - start) / 1e6;
        if (process.exitValue() != 0) {
            throw new NotMeasured(
                    String.join(" ", command) + " ended with " + process.exitValue() + ": " + tail(output));
        }
        return millis;
    }

    /** Sees to it that a process that runs for long does not outlive this one. */
    static void guard(Process process) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAll(process), "guard"));
    }

    private static void endAll(Process process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits for the end, and forces it, with all that it started, when the time is up. */
    static void end(Process process, long millisMax) throws InterruptedException {
        boolean ended = false;
        try {
            ended = process.waitFor(millisMax, TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                endAll(process);
            }
        }
        process.waitFor();
    }

    /** The end of what a process said. */
    static String tail(Path output) throws IOException {
        String said = Files.readString(output).strip();
        return said.substring(Math.max(0, said.length() - TAIL_CHARS_MAX)).replace('\n', ' ');
    }
}
