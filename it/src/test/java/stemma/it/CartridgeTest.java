package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of cartridges on a real node, as an operator leads it and as strangers see it. */
final class CartridgeTest {
    /** Answers with its request, status 201 and a header. */
    private static final String ECHO = """
            (module
              (import "x402" "response" (func $response (param i32 i32 i32 i32 i32)))
              (import "x402" "header" (func $header (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "text/plain") (data (i32.const 16) "X-Made") (data (i32.const 32) "here")
              (data (i32.const 48) "Set-Cookie")
              (func (export "x402_handle") (param $p i32) (param $l i32)
                (if (call $header (i32.const 16) (i32.const 6) (i32.const 32) (i32.const 4)) (then (unreachable)))
                (if (i32.ne (i32.const -1) (call $header (i32.const 48) (i32.const 10) (i32.const 32) (i32.const 4)))
                  (then (unreachable)))
                (call $response (i32.const 201) (local.get $p) (local.get $l) (i32.const 0) (i32.const 10))))
            """;

    /** Counts its calls under a key, in steps, and answers with one byte. */
    private static final String COUNTER = """
            (module
              (import "x402" "response" (func $response (param i32 i32 i32 i32 i32)))
              (import "x402" "kv_get" (func $get (param i32 i32) (result i64)))
              (import "x402" "kv_set" (func $set (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1) (data (i32.const 16) "count")
              (func (export "x402_handle") (param i32 i32) (local $v i64)
                (local.set $v (call $get (i32.const 16) (i32.const 5)))
                (if (i64.ne (local.get $v) (i64.const 0)) (then (i32.store8 (i32.const 100)
                  (i32.load8_u (i32.wrap_i64 (i64.shr_u (local.get $v) (i64.const 32)))))))
                (i32.store8 (i32.const 100) (i32.add (i32.const STEP) (i32.load8_u (i32.const 100))))
                (if (call $set (i32.const 16) (i32.const 5) (i32.const 100) (i32.const 1)) (then (unreachable)))
                (call $response (i32.const 200) (i32.const 100) (i32.const 1) (i32.const 0) (i32.const 0))))
            """;

    /** Writes a line that is nobody's business, and traps. */
    private static final String BROKEN = """
            (module
              (import "x402" "log" (func $log (param i32 i32 i32)))
              (memory (export "memory") 1) (data (i32.const 16) "inside-4711")
              (func (export "x402_handle") (param i32 i32)
                (call $log (i32.const 1) (i32.const 16) (i32.const 11)) (unreachable)))
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private String door = "";

    @TempDir
    private Path folder;

    @BeforeEach
    void needed() {
        Wabt.needed();
    }

    @Test
    void anOperatorServesAndStrangersCall() throws Exception {
        NodeHome home = NodeHome.in(folder);
        door = door(home);
        try (NodeProcess node = home.up()) {
            String counter = counter(1).toString();
            Said deployed = home.verb("cartridge", "deploy", counter, "--manifest", manifest());
            assertThat(deployed.code()).as(deployed.all()).isZero();
            assertThat(deployed.out()).contains("Serving /c/counter");
            deploy(node, "{\"file\":\"" + Wabt.wasm(home.work(), "echo", ECHO) + "\"}");
            deploy(node, "{\"file\":\"" + Wabt.wasm(home.work(), "broken", BROKEN) + "\"}");

            aStrangerIsAnswered(node);
            whatIsNotServedIsNotThere();
            aTrapIsToldWithoutItsInside(node);
            aSwapKeepsWhatWasKept(node);
            theKillSwitchStopsCalls(node);
        }
        try (NodeProcess node = home.up()) {
            assertThat(count()).as("after a restart").isEqualTo(41);
            assertThat(get("/c/echo").statusCode()).isEqualTo(201);
            HttpResponse<String> rebuilt = node.post("/api/rebuild", "{}");
            assertThat(rebuilt.statusCode()).as(rebuilt.body()).isEqualTo(200);
            assertThat(count()).as("after a rebuild").isEqualTo(51);
            Said deleted = home.verb("cartridge", "delete", "counter");
            assertThat(deleted.code()).as(deleted.all()).isZero();
            assertThat(get("/c/counter").statusCode()).isEqualTo(404);
            deploy(node, counterOf(1));
            assertThat(count()).as("what it kept went with it").isEqualTo(1);
        }
    }

    private void aStrangerIsAnswered(NodeProcess node) throws Exception {
        HttpResponse<String> read = send(request("/c/echo/sub?x=y")
                .header("X-Asked", "this")
                .header("Authorization", "Bearer secret-4711")
                .header("Cookie", "session=secret-4711")
                .GET());
        assertThat(read.statusCode()).isEqualTo(201);
        assertThat(read.body())
                .contains("\"path\":\"/sub\"", "\"query\":\"x=y\"", "\"method\":\"GET\"", "\"x-asked\":\"this\"")
                .doesNotContain("secret-4711");
        assertThat(read.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(read.headers().firstValue("X-Made")).hasValue("here");
        assertThat(read.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(read.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(read.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("sandbox ")
                .contains("frame-ancestors 'none'")
                .doesNotContain("allow-same-origin");
        HttpResponse<String> posted =
                send(request("/c/echo").POST(HttpRequest.BodyPublishers.ofString("{\"a\":\"héllo\"}")));
        assertThat(posted.body()).contains("\"method\":\"POST\"", "\"body\":\"{\\\"a\\\":\\\"héllo\\\"}\"");

        HttpResponse<String> operator = node.get("/c/echo/sub");
        assertThat(operator.headers().firstValue("X-Made")).isEmpty();
        assertThat(operator.body()).doesNotContain("\"path\"");
    }

    private void whatIsNotServedIsNotThere() throws Exception {
        for (String path : new String[] {"/c/nosuch", "/c/nosuch/sub", "/c/", "/c/ECHO", "/c/echo%2f.."}) {
            assertThat(get(path).statusCode()).as(path).isIn(400, 404);
        }
        assertThat(get("/c/nosuch").statusCode()).isEqualTo(404);
    }

    private void aTrapIsToldWithoutItsInside(NodeProcess node) throws Exception {
        HttpResponse<String> trapped = get("/c/broken");
        assertThat(trapped.statusCode()).isEqualTo(503);
        assertThat(trapped.body()).contains("unreachable").doesNotContain("inside-4711", "x402_handle", "stemma.");
        assertThat(node.get("/api/cartridge/logs?slug=broken").body()).contains("inside-4711");
        assertThat(get("/c/echo").statusCode()).as("the others are well").isEqualTo(201);
    }

    private void aSwapKeepsWhatWasKept(NodeProcess node) throws Exception {
        assertThat(count()).isEqualTo(1);
        deploy(node, counterOf(10));
        assertThat(count()).isEqualTo(11);
        Path broken = Files.writeString(folder.resolve("counter.wasm"), "no module");
        HttpResponse<String> refused = node.post("/api/cartridge/deploy", deployment(broken));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("not-wasm", "the version before is still served");
        assertThat(count()).isEqualTo(21);
    }

    private void theKillSwitchStopsCalls(NodeProcess node) throws Exception {
        assertThat(node.post("/api/halt", "{\"reason\":\"why-4711\"}").statusCode())
                .isEqualTo(200);
        HttpResponse<String> halted = get("/c/counter");
        assertThat(halted.statusCode()).as(halted.body()).isEqualTo(503);
        assertThat(halted.body()).doesNotContain("why-4711");
        assertThat(node.post("/api/release", "{}").statusCode()).isEqualTo(200);
        assertThat(count()).as("nothing ran meanwhile").isEqualTo(31);
    }

    private int count() throws Exception {
        HttpResponse<byte[]> response =
                http.send(request("/c/counter").GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body()[0];
    }

    private static void deploy(NodeProcess node, String json) throws Exception {
        HttpResponse<String> deployed = node.post("/api/cartridge/deploy", json);
        assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(200);
    }

    private Path counter(int step) throws Exception {
        return Wabt.wasm(folder, "counter", COUNTER.replace("STEP", Integer.toString(step)));
    }

    private String counterOf(int step) throws Exception {
        return deployment(counter(step));
    }

    private static String deployment(Path wasm) {
        return "{\"file\":\"" + wasm + "\",\"manifest\":\"" + manifest().replace("\"", "\\\"") + "\"}";
    }

    private static String manifest() {
        return "{\"slug\":\"counter\",\"grants\":[\"kv\"]}";
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(door + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Gives the node a public listener that the test can find; its address. */
    static String door(NodeHome home) throws IOException {
        int port = freePort();
        Path config = home.home().resolve("node.toml");
        Files.writeString(config, Files.readString(config).replace("public_port = 0", "public_port = " + port));
        return "http://127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
