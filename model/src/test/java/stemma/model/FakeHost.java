package stemma.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A model host on loopback that answers as it was told, one script for each request. */
final class FakeHost implements AutoCloseable {
    /** Answers one request. */
    @FunctionalInterface
    interface Script {
        void run(HttpExchange exchange) throws IOException, InterruptedException;
    }

    final List<String> bodies = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    private final Deque<Script> scripts = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    FakeHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    FakeHost then(Script script) {
        scripts.add(script);
        return this;
    }

    FakeHost thenEvents(String... events) {
        return then(exchange -> {
            OutputStream out = begin(exchange, 200, "text/event-stream");
            for (String event : events) {
                out.write(("data: " + event + "\n\n").getBytes(UTF_8));
                out.flush();
            }
        });
    }

    FakeHost thenStatus(int status, String body, String... headers) {
        return then(exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            begin(exchange, status, "application/json").write(body.getBytes(UTF_8));
        });
    }

    /** Sends these and then nothing until the test ends. */
    FakeHost thenStall(String... events) {
        return then(exchange -> {
            OutputStream out = begin(exchange, 200, "text/event-stream");
            for (String event : events) {
                out.write(("data: " + event + "\n\n").getBytes(UTF_8));
            }
            out.flush();
            closing.await();
        });
    }

    FakeHost thenSilence() {
        return then(exchange -> closing.await());
    }

    static OutputStream begin(HttpExchange exchange, int status, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, 0);
        return exchange.getResponseBody();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Script script;
            synchronized (this) {
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                script = scripts.isEmpty() ? e -> e.sendResponseHeaders(500, -1) : scripts.removeFirst();
            }
            script.run(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
