package stemma.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A throw-away home for a node started by {@code ./stemma}, with ports that were free a moment ago.
 *
 * @param lab where it lies
 * @param home the folder
 * @param operatorPort where the node answers
 */
record NodeHome(Lab lab, Path home, int operatorPort) {
    private static final Map<String, String> WITHOUT_CACHE = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=off");

    /** Makes the home, and sees to it that the node is built, so that no measured start builds it. */
    static NodeHome make(Lab lab) throws IOException, InterruptedException {
        NodeHome made = unbuilt(lab);
        Shot.millis(
                made.verb("--version"),
                made.home(),
                made.environment(true),
                made.output("build"),
                Shot.BUILD_MILLIS_MAX);
        return made;
    }

    /** Makes the home and starts nothing. */
    static NodeHome unbuilt(Lab lab) throws IOException {
        Path home = lab.fresh("home");
        List<Integer> ports = freePorts(3);
        Path config = home.resolve("node.toml");
        Files.writeString(
                config,
                "[listen]\noperator_port = " + ports.get(0) + "\npublic_port = " + ports.get(1) + "\nmetrics_port = "
                        + ports.get(2) + "\n");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        return new NodeHome(lab, home, ports.get(0));
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    List<String> verb(String... words) {
        List<String> command =
                new ArrayList<>(List.of(lab.root().resolve("stemma").toString()));
        command.addAll(List.of(words));
        return command;
    }

    /** What a process gets beside this one's environment. */
    Map<String, String> environment(boolean cache) {
        Map<String, String> own = new TreeMap<>(Map.of(
                "STEMMA_HOME",
                home.toString(),
                "XDG_STATE_HOME",
                home.resolveSibling(home.getFileName() + "-state").toString()));
        if (!cache) {
            own.putAll(WITHOUT_CACHE);
        }
        return own;
    }

    Path output(String name) {
        return lab.folder().resolve(home.getFileName() + "-" + name + ".log");
    }

    /** Milliseconds that a verb takes from the command line and back. */
    double millis(boolean cache, Path cwd, String... words) throws IOException, InterruptedException {
        return Shot.millis(verb(words), cwd, environment(cache), output("verb"));
    }

    LiveNode start(boolean cache) throws IOException, InterruptedException {
        return LiveNode.start(this, verb("up"), cache, LiveNode.READY_MILLIS_MAX);
    }
}
