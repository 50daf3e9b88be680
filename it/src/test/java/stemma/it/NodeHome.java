package stemma.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A home of its own, a user's folders of their own, and the real node as a process over them. The
 * node takes any free ports. Everything lies below one folder of the test's.
 *
 * @param root holds {@code home}, {@code user} and {@code state}
 * @param wrapper words before the node's command, such as those of strace
 * @param environment variables beside those that place the home
 */
record NodeHome(Path root, List<String> wrapper, Map<String, String> environment) {
    private static final int VERB_SECONDS_MAX = 180;
    private static final String CONFIG = """
            [listen]
            operator_port = 0
            public_port = 0
            metrics_port = 0
            calls_a_minute = 1000000
            """;

    NodeHome {
        wrapper = List.copyOf(wrapper);
        environment = Map.copyOf(environment);
    }

    /** A new home below the folder, with its ports set. */
    static NodeHome in(Path folder) throws IOException {
        NodeHome made = new NodeHome(Files.createDirectories(folder).toRealPath(), List.of(), Map.of());
        Files.createDirectories(made.home().resolve("tmp"));
        Files.createDirectories(made.user());
        Files.createDirectories(made.work());
        Files.writeString(made.home().resolve("node.toml"), CONFIG);
        return made;
    }

    NodeHome under(String... words) {
        return new NodeHome(root, List.of(words), environment);
    }

    NodeHome with(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new NodeHome(root, wrapper, more);
    }

    Path home() {
        return root.resolve("home");
    }

    Path user() {
        return root.resolve("user");
    }

    Path state() {
        return root.resolve("state");
    }

    /** A folder for commands to work on; outside the home, as a person's folders are. */
    Path work() {
        return root.resolve("work");
    }

    Path entries() {
        return home().resolve("ledger/entries-00000000000000000000.log");
    }

    /** Runs one verb to its end, with nothing to read. */
    Said verb(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(root, "out", ".txt");
        Path err = Files.createTempFile(root, "err", ".txt");
        Process process = builder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(VERB_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(String.join(" ", words) + " did not end; it said " + text(out) + text(err));
        }
        Said said = new Said(process.exitValue(), text(out), text(err));
        Files.delete(out);
        Files.delete(err);
        return said;
    }

    /** Starts the node, and waits until it answers. */
    NodeProcess up() throws IOException, InterruptedException {
        return NodeProcess.start(this);
    }

    ProcessBuilder builder(String... words) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(java());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work().toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("STEMMA_"));
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("HOME", user().toString());
        variables.put("STEMMA_HOME", home().toString());
        variables.put("XDG_STATE_HOME", state().toString());
        variables.putAll(environment);
        return builder;
    }

    /** As the start script does it. */
    List<String> java() {
        return NodeJava.command("-Djava.io.tmpdir=" + home().resolve("tmp"));
    }

    /** A copy of the home and nothing else, as a backup would be. */
    void copyHome(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(home())) {
            for (Path file : files.filter(f -> Files.isDirectory(f) || Files.isRegularFile(f))
                    .toList()) {
                Files.copy(file, to.resolve(home().relativize(file).toString()));
            }
        }
    }

    void removeHome() throws IOException {
        try (Stream<Path> files = Files.walk(home())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
