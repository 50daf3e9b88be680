package stemma.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Json;
import stemma.core.Operation;
import stemma.core.Refusal;

class GatewayTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void everyRouteIsDeclaredHereWithItsListenerAndAuthClass() {
        assertThat(node.gateway.routes())
                .containsExactlyInAnyOrder(
                        "OPERATOR GET /api/echo/read OPERATOR",
                        "OPERATOR POST /api/echo/write OPERATOR",
                        "OPERATOR GET /api/fault/refuse OPERATOR",
                        "OPERATOR GET /api/fault/crash OPERATOR",
                        "OPERATOR GET /api/events OPERATOR",
                        "OPERATOR GET /api/openapi.json OPERATOR",
                        "OPERATOR GET /healthz OPEN",
                        "OPERATOR GET /readyz OPEN",
                        "OPERATOR GET /login OPEN",
                        "OPERATOR GET /* OPEN",
                        "PUBLIC GET /healthz OPEN",
                        "PUBLIC ANY /c/* OPEN",
                        "PUBLIC GET /tlog/* OPEN",
                        "METRICS GET /metrics OPEN");
    }

    @Test
    void readsByQueryAndChangesByBody() {
        HttpResponse<String> read = node.get("/api/echo/read?text=a%20b&times=2&paths=x&paths=y&loud=true");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(Json.parse(read.body()))
                .isEqualTo(Json.object()
                        .put("text", "A BA B")
                        .put("paths", Json.array(Json.of("x"), Json.of("y")))
                        .put("caller", "operator:api")
                        .build());
        HttpResponse<String> changed = node.send(node.post("/api/echo/write", "{\"text\":\"é\"}"));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("\"é\"");
        assertThat(changed.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/echo/read", "/api/echo/read?text=a&nosuch=1", "/api/echo/read?text=a&times=x",
                "/api/echo/read?text=a&times=4", "/api/echo/read?text=a&text=b", "/api/echo/read?text=a&loud=yes"
            })
    void wrongQueriesAreBadInput(String path) {
        assertProblem(node.get(path), 400, "bad input");
    }

    @Test
    void brokenJsonIsRefusedWithItsPosition() {
        HttpResponse<String> response = node.send(node.post("/api/echo/write", "{\"text\":\n  oops}"));
        assertThat(assertProblem(response, 400, "bad input")).contains("line 2", "column ");
    }

    @ParameterizedTest
    @EnumSource(Refusal.Kind.class)
    void refusalsHaveTheirStatus(Refusal.Kind kind) {
        String word = WireTypes.word(kind);
        HttpResponse<String> response = node.get("/api/fault/refuse?kind=" + word.replace(" ", "%20"));
        assertThat(assertProblem(response, kind.status(), word)).isEqualTo("refused as " + kind);
    }

    @Test
    void whatFailsUnexpectedlyHasAnIdAndKeepsItsTraceInside() {
        HttpResponse<String> response = node.get("/api/fault/crash");
        assertThat(assertProblem(response, 500, "unexpected")).containsPattern("id [0-9a-f]{8}");
        assertThat(response.body()).doesNotContain("secret", "Exception", "stemma.gateway");
    }

    @Test
    void unknownAddressesAndMethodsAreRefused() {
        assertProblem(node.get("/api/nothing"), 404, "not found");
        assertProblem(node.get("/nothing"), 404, "not found");
        HttpResponse<String> wrong = node.get("/api/echo/write");
        assertProblem(wrong, 405, "bad input");
        assertThat(wrong.headers().firstValue("Allow")).hasValue("POST");
        assertProblem(node.send(node.post("/api/echo/read", "{}")), 405, "bad input");
    }

    @Test
    void listenersDoNotLeakEachOthersRoutes() {
        for (String path : new String[] {"/", "/api/echo/read?text=a", "/login?once=x", "/readyz", "/api/events"}) {
            for (Listener other : new Listener[] {Listener.PUBLIC, Listener.METRICS}) {
                assertProblem(node.send(to(other, path)), 404, "not found");
            }
        }
        assertThat(node.send(to(Listener.PUBLIC, "/healthz")).statusCode()).isEqualTo(200);
        assertProblem(node.send(to(Listener.PUBLIC, "/metrics")), 404, "not found");
        assertProblem(node.send(to(Listener.OPERATOR, "/metrics")), 404, "not found");
        assertProblem(node.send(to(Listener.METRICS, "/healthz")), 404, "not found");
    }

    @Test
    void strangersGetThePublicLogAndNothingElse() {
        HttpResponse<String> note = node.send(HttpRequest.newBuilder(node.uri(Listener.PUBLIC, "/tlog/checkpoint")));
        assertThat(note.statusCode()).isEqualTo(200);
        assertThat(note.body()).isEqualTo("a note\n");
        assertThat(note.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(note.headers().firstValue("Cache-Control")).hasValue("no-store");
        HttpResponse<String> tile =
                node.send(HttpRequest.newBuilder(node.uri(Listener.PUBLIC, "/tlog/tile/0/x001/000")));
        assertThat(tile.statusCode()).isEqualTo(200);
        assertThat(tile.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(tile.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(tile.headers().firstValue("Content-Length")).hasValue("3");
        for (String path : new String[] {"/tlog", "/tlog/", "/tlog/none", "/tlog/tile/../../keys/node.key"}) {
            assertProblem(node.send(to(Listener.PUBLIC, path)), 404, "not found");
        }
        assertProblem(node.send(to(Listener.OPERATOR, "/tlog/checkpoint")), 404, "not found");
        assertThat(assertProblem(node.send(to(Listener.PUBLIC, "/tlog/shut")), 503, "unavailable"))
                .doesNotContain("secret");
        HttpRequest.Builder post = to(Listener.PUBLIC, "/tlog/checkpoint")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertProblem(node.send(post), 405, "bad input");
    }

    @Test
    void metricsCountWhatHappened() {
        node.get("/api/nothing");
        assertThat(node.send(to(Listener.METRICS, "/metrics")).body())
                .contains("stemma_acts_total{ending=\"done\"} 7\n", "stemma_acts_total{ending=\"timed out\"} 1\n")
                .contains("stemma_ledger_entries 42\n", "stemma_requests_total{status=\"404\"} 1\n")
                .contains("stemma_uptime_seconds ", "stemma_memory_used_bytes{area=\"heap\"} ");
    }

    @Test
    void readinessFollowsTheNode() {
        assertThat(node.get("/readyz").statusCode()).isEqualTo(200);
        node.unready = Optional.of("the log cannot be written");
        HttpResponse<String> response = node.get("/readyz");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("the log cannot be written");
        assertThat(node.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void theDocumentDescribesEachOperation() {
        Json.Obj document = (Json.Obj) Json.parse(node.get("/api/openapi.json").body());
        assertThat(document.object("paths").members())
                .containsOnlyKeys("/api/echo/read", "/api/echo/write", "/api/fault/refuse", "/api/fault/crash");
        Json.Obj echo = document.object("components").object("schemas").object("Echo");
        assertThat(echo.array("required")).isEqualTo(Json.array(Json.of("text")));
        assertThat(echo.object("properties").object("times"))
                .isEqualTo(Json.object()
                        .put("type", "integer")
                        .put("description", "how often")
                        .build());
        Json.Obj fault = document.object("paths").object("/api/fault/refuse").object("get");
        assertThat(fault.array("parameters").text()).contains("\"not found\"", "\"in\":\"query\"");
    }

    @Test
    void everyAnswerCarriesTheStrictHeaders() {
        for (String path : new String[] {"/", "/api/echo/read?text=a", "/api/nothing"}) {
            Map<String, java.util.List<String>> headers =
                    node.get(path).headers().map();
            assertThat(headers.getOrDefault("content-security-policy", java.util.List.of()))
                    .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                    .startsWith("default-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(headers).containsKeys("x-content-type-options", "x-frame-options", "referrer-policy");
            assertThat(headers).doesNotContainKey("server");
        }
    }

    @Test
    void withoutABuiltConsoleTheNodeSaysWhereItWent() {
        assertThat(node.get("/").body()).contains("npm was missing");
        assertThat(node.get("/acts/3.41").body()).contains("npm was missing");
    }

    @Test
    void loginIsAnOperation() throws InterruptedException {
        Operation<?, ?> login =
                GatewayOperations.all(() -> Optional.of(node.gateway)).getFirst();
        assertThat(login(login)).startsWith("http://127.0.0.1:" + node.port() + "/login?once=");
        Operation<?, ?> closed = GatewayOperations.all(Optional::empty).getFirst();
        assertThatThrownBy(() -> login(closed)).isInstanceOf(Refusal.class).hasMessageContaining("./stemma up");
    }

    private static <I extends Record, O extends Record> String login(Operation<I, O> login)
            throws InterruptedException {
        I nothing = login.input().cast(new Operation.Nothing());
        return login.text().apply(login.handler().handle(nothing, new Call(Actor.operator("cli"), line -> {})));
    }

    @Test
    void aPortInUseIsNamedWithItsSetting() {
        GatewayConfig taken = GatewayConfig.standard().onPorts(0, node.port(), 0);
        assertThatThrownBy(() -> Gateway.open(taken, TestNode.catalogue(), node.token, node.ports()))
                .isInstanceOf(GatewayFailed.class)
                .hasMessageContaining("port " + node.port())
                .hasMessageContaining("listen.public_port");
    }

    private HttpRequest.Builder to(Listener listener, String path) {
        return HttpRequest.newBuilder(node.uri(listener, path)).header("Authorization", "Bearer " + node.token.text());
    }

    private static String assertProblem(HttpResponse<String> response, int status, String kind) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        Json.Obj body = (Json.Obj) Json.parse(response.body());
        assertThat(body.string("kind")).isEqualTo(kind);
        return body.string("error");
    }
}
