package stemma.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node that was started with {@code up} and serves. Closing ends it by its process id. */
final class NodeProcess implements AutoCloseable {
    private static final Pattern ALIVE = Pattern.compile("is alive: (http://127\\.0\\.0\\.1:\\d+)");
    private static final int START_MILLIS_MAX = 180_000;
    private static final int STOP_SECONDS_MAX = 60;
    private static final int POLL_MILLIS = 25;

    private final NodeHome home;
    private final Process process;
    private final Path out;
    private final Path err;
    private final HttpClient http = HttpClient.newHttpClient();

    private NodeProcess(NodeHome home, Process process, Path out, Path err) {
        this.home = home;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it and waits for its greeting, or fails with what it said. */
    static NodeProcess start(NodeHome home) throws IOException, InterruptedException {
        NodeProcess node = launch(home);
        if (!node.awaitGreeting()) {
            node.close();
            throw new AssertionError("the node did not start:\n" + node.said().all());
        }
        return node;
    }

    /** Starts it and does not wait. */
    static NodeProcess launch(NodeHome home) throws IOException {
        Path out = home.root().resolve("up.out");
        Path err = home.root().resolve("up.err");
        Process process = home.builder("up")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new NodeProcess(home, process, out, err);
    }

    /** False when it ended before it greeted. */
    boolean awaitGreeting() throws InterruptedException {
        for (int waited = 0; waited < START_MILLIS_MAX && process.isAlive(); waited += POLL_MILLIS) {
            if (NodeHome.text(out).contains("Ctrl-C")) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    String url() {
        Matcher alive = ALIVE.matcher(NodeHome.text(out));
        if (!alive.find()) {
            throw new AssertionError("no greeting:\n" + said().all());
        }
        return alive.group(1);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path, token()).GET());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(request(path, token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> getAs(String token, String path) throws IOException, InterruptedException {
        return send(request(path, token).GET());
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token() {
        return NodeHome.text(home.home().resolve("keys/operator.token")).strip();
    }

    /** The node's own process, also when strace started it. */
    ProcessHandle java() {
        return home.wrapper().isEmpty()
                ? process.toHandle()
                : javaBelow().orElseThrow(() -> new AssertionError("no node below " + process.pid()));
    }

    private Optional<ProcessHandle> javaBelow() {
        return process.toHandle()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .findFirst();
    }

    /** As a power cut would; returns when nothing of it is left. */
    void kill() throws InterruptedException {
        java().destroyForcibly();
        process.waitFor();
    }

    /** Waits for an end that something else brings about. */
    int await() throws InterruptedException {
        if (!process.waitFor(START_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the node still runs:\n" + said().all());
        }
        return process.exitValue();
    }

    boolean alive() {
        return process.isAlive();
    }

    Said said() {
        return new Said(process.isAlive() ? -1 : process.exitValue(), NodeHome.text(out), NodeHome.text(err));
    }

    /** Asks it to end, and makes it when it does not. */
    @Override
    public void close() {
        http.close();
        if (home.wrapper().isEmpty()) {
            process.destroy();
        } else {
            javaBelow().ifPresent(ProcessHandle::destroy); // a node that was killed leaves its tracer a moment
        }
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
