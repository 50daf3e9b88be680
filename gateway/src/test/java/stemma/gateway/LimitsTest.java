package stemma.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final int BODY_BYTES_MAX = 4_096;

    private static GatewayConfig small(long timeoutMillis) {
        return new GatewayConfig(
                0,
                0,
                0,
                BODY_BYTES_MAX,
                2_048,
                30_000,
                timeoutMillis,
                8,
                2,
                20,
                GatewayConfig.Rates.STANDARD,
                Optional.empty());
    }

    @Test
    void aBodyAtTheLimitPassesAndOneBytePastItDoesNot() {
        try (TestNode node = new TestNode(small(20_000))) {
            assertThat(write(node, BODY_BYTES_MAX).statusCode()).isEqualTo(200);
            assertThat(write(node, BODY_BYTES_MAX + 1).statusCode()).isEqualTo(413);
            assertThat(write(node, Exchange.DRAIN_BODIES_MAX * BODY_BYTES_MAX).statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void aBodyThatNeverEndsIsCutOff() {
        int pieces = 1_000_000;
        AtomicInteger taken = new AtomicInteger();
        try (TestNode node = new TestNode(small(20_000))) {
            HttpRequest.Builder request = node.request("/api/echo/write")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArrays(
                            () -> java.util.stream.Stream.generate(() -> new byte[1_024])
                                    .limit(pieces)
                                    .peek(piece -> taken.incrementAndGet())
                                    .iterator()));
            try {
                assertThat(node.send(request).statusCode()).isEqualTo(413);
            } catch (java.io.UncheckedIOException e) {
                assertThat(taken.get()).as("cut off before the client listened").isLessThan(pieces);
            }
            assertThat(taken.get()).as("pieces that were sent at all").isLessThan(pieces);
            assertThat(node.get("/api/echo/read?text=a").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void headersAreBounded() throws IOException {
        try (TestNode node = new TestNode(small(20_000))) {
            assertThat(headers(node, 1_000)).startsWith("HTTP/1.1 200");
            assertThat(headers(node, 4_000)).startsWith("HTTP/1.1 431").contains("\"kind\":\"too large\"");
        }
    }

    @Test
    void nestingIsBounded() {
        try (TestNode node = new TestNode()) {
            String deep = "[".repeat(Wire.NESTING_MAX + 1) + "]".repeat(Wire.NESTING_MAX + 1);
            assertThat(node.send(node.post("/api/echo/write", deep)).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void aClientThatNeverFinishesItsHeadersIsHungUp() throws IOException {
        try (TestNode node = new TestNode(small(200));
                Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aBodyThatTricklesIsTimedOut() throws Exception {
        try (TestNode node = new TestNode(small(200));
                Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout(20_000);
            String head = "POST /api/echo/write HTTP/1.1\r\nHost: localhost:" + node.port()
                    + "\r\nAuthorization: Bearer " + node.token.text()
                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            Thread trickle = Thread.ofVirtual().start(() -> trickle(socket));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
            trickle.interrupt();
            trickle.join();
        }
    }

    @Test
    void configurationSaysWhichLimitIsWrong() {
        assertThatThrownBy(() ->
                        new GatewayConfig(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, GatewayConfig.Rates.STANDARD, Optional.empty()))
                .hasMessageContaining("bodyBytesMax");
        assertThatThrownBy(() -> GatewayConfig.standard().onPorts(0, 65_536, 0))
                .hasMessageContaining("listen.public_port");
    }

    @Test
    void consoleFilesAreServedByExactNameOnly(@TempDir Path folder) throws IOException {
        Path dist = folder.resolve("dist");
        Files.createDirectories(dist.resolve("assets"));
        Files.writeString(folder.resolve("outside.txt"), "outside");
        Files.writeString(dist.resolve("index.html"), "<!doctype html>page");
        Files.writeString(dist.resolve("assets/app-1.js"), "code");
        try (TestNode node = new TestNode(GatewayConfig.standard().withConsole(dist))) {
            for (String room : new String[] {"/", "/goals", "/acts/3.41", "/runs/1.2"}) {
                assertThat(node.get(room).body()).isEqualTo("<!doctype html>page");
            }
            HttpResponse<String> script = node.get("/assets/app-1.js");
            assertThat(script.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
            assertThat(script.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable");
            for (String path :
                    new String[] {"/nosuch", "/goals/a/b", "/assets/", "/assets/nosuch.js", "/outside.txt"}) {
                assertThat(node.get(path).statusCode()).as(path).isEqualTo(404);
            }
            for (String path :
                    new String[] {"/../outside.txt", "/assets/..%2f..%2foutside.txt", "/%2e%2e/outside.txt"}) {
                String answer = node.raw(
                        Listener.OPERATOR,
                        "GET " + path + " HTTP/1.1\r\nHost: localhost:" + node.port()
                                + "\r\nConnection: close\r\n\r\n");
                assertThat(answer).doesNotContain("outside").containsPattern("^HTTP/1.1 40[04]");
            }
        }
    }

    private static void trickle(Socket socket) {
        try {
            for (int i = 0; i < 500; i++) {
                socket.getOutputStream().write(' ');
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String headers(TestNode node, int size) throws IOException {
        return node.raw(
                Listener.OPERATOR,
                "GET /healthz HTTP/1.1\r\nHost: localhost:" + node.port() + "\r\nX: " + "a".repeat(size)
                        + "\r\nConnection: close\r\n\r\n");
    }

    private static HttpResponse<String> write(TestNode node, int size) {
        String frame = "{\"text\":\"\"}";
        return node.send(node.post("/api/echo/write", "{\"text\":\"" + "a".repeat(size - frame.length()) + "\"}"));
    }
}
