package stemma.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.core.Json;

/**
 * Starts the node's own command line as a user would, as root or as an ordinary user, in a home of the test's own.
 *
 * @param base holds everything of one test; the user's home and the node's lie in it
 * @param root whether it is started as root; otherwise as nobody, or as whoever runs this build
 */
record RunPeer(Path base, boolean root, String classPath) {
    static final int NOBODY = 65_534;
    static final String NODE_HOME = "node-home";
    static final String NODE_STATE = "node-state";
    static final String PROJECT = "project";
    private static final long SECONDS_MAX = 300;

    /** How a process ended and what it said. */
    record Ran(int code, String out, String err) {
        /** The report that {@code --json} prints last. */
        Json.Obj report() {
            String last = err.lines()
                    .filter(line -> line.contains("{\""))
                    .reduce((a, b) -> b)
                    .orElseThrow(() -> new AssertionError("no report in: " + err));
            return (Json.Obj) Json.parse(last.substring(last.indexOf("{\"")));
        }

        /** Each change as its kind and path. */
        TreeSet<String> changes() {
            return report().array("changes").items().stream()
                    .map(Json.Obj.class::cast)
                    .map(change -> change.string("kind") + " " + change.string("path"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A peer for one test; where this build is not root, an ordinary user is whoever runs it. */
    static RunPeer open(Path temp, boolean root) throws Exception {
        Path base = temp.toRealPath();
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        RunPeer peer = new RunPeer(base, root, NodeJava.classPath());
        return peer.dropped() ? new RunPeer(base, root, readable(base.resolve("lib"))) : peer;
    }

    /** The class path as copies that anybody may read. */
    private static String readable(Path lib) throws Exception {
        Files.createDirectories(lib);
        List<String> copies = new ArrayList<>();
        for (String entry : NodeJava.classPath().split(File.pathSeparator)) {
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                Path copy = lib.resolve(copies.size() + "-" + Path.of(entry).getFileName());
                exec("cp", "-rL", entry, copy.toString());
                copies.add(copy.toString());
            }
        }
        exec("chmod", "-R", "a+rX", lib.toString());
        return String.join(File.pathSeparator, copies);
    }

    private boolean dropped() {
        return !root && Needs.root();
    }

    /** The user's home. */
    Path user() throws Exception {
        return folder("user");
    }

    /** A folder of the peer's own. */
    Path folder(String name) throws Exception {
        Path folder = base.resolve(name);
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            own(folder);
        }
        return folder;
    }

    /** Gives a tree to the peer's user. */
    void own(Path tree) throws Exception {
        if (dropped()) {
            giveToNobody(tree);
        }
    }

    /** Gives to nobody what this build made, where it can; what is nobody's already keeps its change time. */
    static void giveToNobody(Path... trees) throws Exception {
        if (Needs.root()) {
            for (Path tree : trees) {
                exec("chown", "-Rh", "--from=0:0", NOBODY + ":" + NOBODY, tree.toString());
            }
        }
    }

    /** All of the test's files but the project and what is the node's own: what no box may touch. */
    Tree outside() throws Exception {
        return Tree.of(base, NODE_HOME, NODE_STATE, PROJECT, "lib", "twin", "twin-user");
    }

    /** Runs one verb of the node in a folder. */
    Ran stemma(Path folder, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                dropped()
                        ? List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:-UsePerfData",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath,
                                "stemma.node.Main")
                        : NodeJava.command());
        command.addAll(List.of(arguments));
        return started(dropped(), folder, environment, command);
    }

    /** Runs any command under the peer's user, in no box. */
    Ran bare(Path folder, Map<String, String> environment, String... command) throws Exception {
        return started(dropped(), folder, environment, List.of(command));
    }

    /** Runs any command in no box, as whoever runs this build. */
    Ran prepare(Path folder, Map<String, String> environment, String... command) throws Exception {
        return started(false, folder, environment, List.of(command));
    }

    /** Runs any command in no box and never as root. */
    Ran bareAsNobody(Path folder, Map<String, String> environment, String... command) throws Exception {
        return started(Needs.root(), folder, environment, List.of(command));
    }

    /** A command line that runs as somebody who is never root. */
    static List<String> asNobody(String... command) {
        return Needs.root() ? asNobody(List.of(command)) : List.of(command);
    }

    private static List<String> asNobody(List<String> command) {
        String id = Integer.toString(NOBODY);
        return Stream.concat(
                        Stream.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--"), command.stream())
                .toList();
    }

    private Ran started(boolean drop, Path folder, Map<String, String> environment, List<String> command)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder(drop ? asNobody(command) : command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("STEMMA_HOME", folder(NODE_HOME).toString());
        builder.environment().put("XDG_STATE_HOME", folder(NODE_STATE).toString());
        builder.environment().put("HOME", user().toString());
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

    /** The path of this build less what lies in its user's home, where another user could not read it. */
    static String path() {
        String home = System.getProperty("user.home");
        return Arrays.stream(System.getenv("PATH").split(":"))
                .filter(entry -> entry.startsWith("/") && !Path.of(entry).startsWith(home))
                .distinct()
                .collect(Collectors.joining(":"));
    }

    /** Absent, the test is skipped with a word, and on a build server it fails. */
    static void need(String... tools) {
        for (String tool : tools) {
            boolean there = Arrays.stream(path().split(":")).anyMatch(at -> Files.isExecutable(Path.of(at, tool)));
            Needs.that(there, tool + " is missing, so that a run of it is not tested");
        }
    }

    static void exec(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + " failed");
        }
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
