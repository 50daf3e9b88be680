package stemma.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import stemma.core.Json;

/** Starts the node's own command line as a user would, as whoever runs the tests or as nobody. */
final class RunPeer {
    static final int NOBODY = 65_534;
    private static final long SECONDS_MAX = 300;

    private final Path base;
    private final boolean nobody;
    private final String classPath;

    private RunPeer(Path base, boolean nobody, String classPath) {
        this.base = base;
        this.nobody = nobody;
        this.classPath = classPath;
    }

    /** How a process ended and what it said. */
    record Ran(int code, String out, String err) {
        /** The report that {@code --json} prints last. */
        Json.Obj report() {
            String last = err.lines()
                    .filter(line -> line.contains("{\""))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            return (Json.Obj) Json.parse(last.substring(last.indexOf("{\"")));
        }

        /** Each change as its kind and path. */
        TreeSet<String> changes() {
            TreeSet<String> changes = new TreeSet<>();
            for (Json change : ((Json.Arr) report().find("changes").orElseThrow()).items()) {
                changes.add(((Json.Obj) change).string("kind") + " " + ((Json.Obj) change).string("path"));
            }
            return changes;
        }
    }

    /** As the user of this build. */
    static RunPeer self(Path base) {
        return new RunPeer(base, false, System.getProperty("java.class.path"));
    }

    /** As nobody, with a class path that anybody may read; where this build is not root, that is the same as self. */
    static RunPeer nobody(Path base) throws Exception {
        if (!root()) {
            return self(base);
        }
        need("setpriv");
        Path lib = Files.createDirectories(base.resolve("lib"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                Path copy = lib.resolve(copies.size() + "-" + Path.of(entry).getFileName());
                exec(List.of("cp", "-rL", entry, copy.toString()));
                copies.add(copy.toString());
            }
        }
        exec(List.of("chmod", "-R", "a+rX", base.toString()));
        return new RunPeer(base, true, String.join(File.pathSeparator, copies));
    }

    static boolean root() {
        return ProcessHandle.current().info().user().map("root"::equals).orElse(false);
    }

    /** A folder of the peer's own. */
    Path folder(String name) throws Exception {
        Path folder = Files.createDirectories(base.resolve(name));
        own(folder);
        return folder;
    }

    /** Gives a tree to the peer's user. */
    void own(Path tree) throws Exception {
        if (nobody) {
            exec(List.of("chown", "-R", NOBODY + ":" + NOBODY, tree.toString()));
        }
    }

    /** Runs one verb of the node in a folder. */
    Ran stemma(Path folder, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "stemma.node.Main"));
        command.addAll(List.of(arguments));
        return bare(folder, environment, command);
    }

    /** Runs any command under the peer's user, in no box. */
    Ran bare(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        List<String> all = new ArrayList<>();
        if (nobody) {
            String id = Integer.toString(NOBODY);
            all.addAll(List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--"));
        }
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("STEMMA_HOME", folder("node-home").toString());
        builder.environment().put("HOME", nobody ? folder("user").toString() : System.getProperty("user.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException(command + " does not end");
            }
            return new Ran(process.exitValue(), out.get(), err.get());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Absent, the test is skipped with a word, and on a build server it fails. */
    static void need(String... tools) {
        for (String tool : tools) {
            boolean there = java.util.Arrays.stream(System.getenv("PATH").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            if (!there && "true".equals(System.getenv("CI"))) {
                throw new AssertionError("this build server lacks '" + tool + "'");
            }
            Assumptions.assumeTrue(there, () -> "skipped: '" + tool + "' is not installed");
        }
    }

    private static void exec(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
    }

    private static String text(java.io.InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
