package stemma.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import stemma.core.Json;

/** The npm package {@code @copilotkit/aimock} as a model host on loopback. */
final class ModelPeer implements AutoCloseable {
    private static final Path SOURCE = Path.of("model-peer").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target", "model-peer").toAbsolutePath();
    private static final int START_MILLIS_MAX = 60_000;
    private static final int POLL_MILLIS = 50;

    private final Process process;
    private final int port;

    private ModelPeer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Installs it once, starts it with the fixtures, and waits until it answers. */
    static ModelPeer start(String... options) throws IOException, InterruptedException {
        requireNpm();
        install();
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                "node",
                INSTALLED.resolve("node_modules/@copilotkit/aimock/dist/cli.js").toString(),
                "--port",
                String.valueOf(port),
                "--fixtures",
                SOURCE.resolve("fixtures.json").toString(),
                "--log-level",
                "warn"));
        command.addAll(List.of(options));
        return started(command, port);
    }

    /** Starts it with the script that works on goals. */
    static ModelPeer working() throws IOException, InterruptedException {
        requireNpm();
        install();
        Path script = INSTALLED.resolve("goals.mjs");
        Files.copy(SOURCE.resolve("goals.mjs"), script, StandardCopyOption.REPLACE_EXISTING);
        int port = freePort();
        return started(List.of("node", script.toString(), String.valueOf(port)), port);
    }

    private static ModelPeer started(List<String> command, int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        INSTALLED.resolve("peer.log").toFile()))
                .start();
        ModelPeer peer = new ModelPeer(process, port);
        peer.awaitOpen();
        return peer;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port + "/v1");
    }

    /** What it was asked so far, oldest first, each as the body of the request. */
    List<Json.Obj> asked() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest journal =
                    HttpRequest.newBuilder(base().resolve("/v1/_requests")).build();
            String said =
                    http.send(journal, HttpResponse.BodyHandlers.ofString()).body();
            return ((Json.Arr) Json.parse(said))
                    .items().stream()
                            .map(entry -> ((Json.Obj) entry).object("body"))
                            .toList();
        }
    }

    /** Ends it, by force when it does not end by itself; an interrupt is kept for the caller. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void requireNpm() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("npm", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            there = false;
        }
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("npm is missing, and CI=true: install Node.js 20.15 or later");
        }
        if (!there) {
            System.err.println("SKIPPED: npm is missing, so models are not tested against an independent fake");
        }
        Assumptions.assumeTrue(there, "npm is missing");
    }

    private static void install() throws IOException, InterruptedException {
        if (Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        Files.createDirectories(INSTALLED);
        for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(SOURCE.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .start();
        String said;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(npm.getInputStream(), StandardCharsets.UTF_8))) {
            said = String.join("\n", out.lines().limit(200).toList());
        }
        if (npm.waitFor() != 0) {
            throw new AssertionError("npm ci failed in " + INSTALLED + ":\n" + said);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitOpen() throws InterruptedException {
        for (int waited = 0; waited < START_MILLIS_MAX && process.isAlive(); waited += POLL_MILLIS) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        close();
        throw new AssertionError("the model peer did not start; see " + INSTALLED.resolve("peer.log"));
    }
}
