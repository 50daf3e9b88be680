package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command outside any box as an unprivileged user, never as root: the other half of an escape test. */
public final class Outside {
    static final int NOBODY = 65_534;
    private static final long SECONDS_MAX = 120;

    private Outside() {}

    public static boolean root() throws Exception {
        return uid() == 0;
    }

    static int uid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    public static List<String> asNobody(List<String> command) throws Exception {
        List<String> all = new ArrayList<>();
        if (root()) {
            String id = Integer.toString(NOBODY);
            all.addAll(List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--"));
        }
        all.addAll(command);
        return all;
    }

    /** Exit code and both outputs of a command run as nobody. */
    static String run(List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(asNobody(command)).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
            return out + "exit " + process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
