package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real node whose model's host stalls, lies or streams for ever: each goal ends as failed with one
 * sentence that names the limit, and what happened until then is in the ledger.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class HostileModelGoalTest {
    private static final String PIECE = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"and so on \"}}]}";
    private static final String LIMITS = "first_seconds_max = 1\nnext_seconds_max = 1\ntotal_seconds_max = 3\n";
    private static final String STREAM = "text/event-stream";
    private static final long TRICKLE_MILLIS = 300;

    private HostileModel model;
    private NodeHome home;
    private NodeProcess node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        model = new HostileModel(scripts());
        home = ModelNode.home(folder, model.base(), LIMITS);
        Files.writeString(home.work().resolve("a.txt"), "alpha\n");
        node = home.up();
    }

    @AfterAll
    void nothingIsLost() throws Exception {
        model.close();
        node.close();
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
        assertThat(home.verb("act", "list", "unknown").out()).doesNotContain("model.ask");
        assertThat(home.work().resolve("a.txt")).hasContent("alpha\n");
    }

    private Map<String, HostileModel.Script> scripts() {
        Map<String, HostileModel.Script> scripts = new TreeMap<>();
        scripts.put("never begins", (request, out) -> model.silence());
        scripts.put("stops in the middle", (request, out) -> {
            begin(out);
            model.silence();
        });
        scripts.put("trickles for ever", (request, out) -> {
            begin(out);
            for (int sent = 0; sent < HostileModel.ENDLESS_BYTES; sent++) {
                HostileModel.write(out, HostileModel.event(PIECE));
                Thread.sleep(TRICKLE_MILLIS);
            }
        });
        scripts.put("pours for ever", (request, out) -> {
            begin(out);
            String much = HostileModel.event(PIECE.replace("and so on ", "x".repeat(100_000)));
            for (int sent = 0; sent < HostileModel.ENDLESS_BYTES; sent += much.length()) {
                HostileModel.write(out, much);
            }
        });
        scripts.put("sends one endless event", (request, out) -> {
            HostileModel.head(out, "200 OK", STREAM);
            HostileModel.write(out, "data: ");
            String much = "x".repeat(100_000);
            for (int sent = 0; sent < HostileModel.ENDLESS_BYTES; sent += much.length()) {
                HostileModel.write(out, much);
            }
        });
        scripts.put("breaks off its JSON", (request, out) -> {
            HostileModel.head(out, "200 OK", STREAM);
            HostileModel.write(out, "data: {\"choices\":[{\"delta\":{\"conte\n\n");
        });
        scripts.put("shows a login page", (request, out) -> {
            HostileModel.head(out, "200 OK", "text/html");
            HostileModel.write(out, "<html><script>alert(1)</script>please log in</html>");
        });
        scripts.put("hangs up", (request, out) -> begin(out));
        scripts.put("is out of order", (request, out) -> {
            HostileModel.head(out, "503 Service Unavailable", "application/json");
            HostileModel.write(out, "{\"error\":{\"message\":\"no\\u001b[2Jworkers\\nleft\"}}");
        });
        scripts.put("wants a key", (request, out) -> {
            HostileModel.head(out, "401 Unauthorized", "application/json");
            HostileModel.write(out, "{\"error\":{\"message\":\"bad key\"}}");
        });
        scripts.put("errs in the middle", (request, out) -> {
            begin(out);
            HostileModel.write(out, HostileModel.event("{\"error\":{\"message\":\"upstream lost\"}}"));
        });
        scripts.put("calls tools for ever", (request, out) -> {
            HostileModel.head(out, "200 OK", STREAM);
            HostileModel.write(
                    out,
                    HostileModel.event("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{"
                                    + "\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"read\","
                                    + "\"arguments\":\"{\\\"path\\\":\\\"a.txt\\\"}\"}}]},"
                                    + "\"finish_reason\":\"tool_calls\"}]}")
                            + HostileModel.event("[DONE]"));
        });
        scripts.put("claims without looking", (request, out) -> {
            HostileModel.head(out, "200 OK", STREAM);
            HostileModel.write(
                    out,
                    HostileModel.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"All is well"
                                    + " [act 1.1].\"},\"finish_reason\":\"stop\"}]}")
                            + HostileModel.event("[DONE]"));
        });
        return scripts;
    }

    private static void begin(java.io.OutputStream out) throws IOException {
        HostileModel.head(out, "200 OK", STREAM);
        HostileModel.write(out, HostileModel.event(PIECE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    never begins            | stalled     | timed out | 1 | did not begin to answer within 1000 ms
                    stops in the middle     | stalled     | timed out | 1 | 1000 ms
                    trickles for ever       | endless     | timed out | 1 | 3000 ms
                    pours for ever          | endless     | failed    | 1 | more than 16777216 bytes
                    sends one endless event | malformed   | failed    | 1 | one event has more than 2097152 bytes
                    breaks off its JSON     | malformed   | failed    | 1 | does not follow the protocol: it is not JSON
                    shows a login page      | malformed   | failed    | 1 | does not follow the protocol: it is not JSON
                    hangs up                | broken      | failed    | 3 | the stream ended before the answer did
                    is out of order         | busy        | failed    | 3 | order (status 503, no [2Jworkers left)
                    wants a key             | rejected    | failed    | 1 | did not accept the key (status 401, bad key)
                    errs in the middle      | reported    | failed    | 1 | reported an error: upstream lost
                    """)
    void aHostThat(String habit, String failure, String ending, int attempts, String sentence, TestReporter reporter)
            throws Exception {
        int before = model.asked();
        ModelGoal goal = ModelGoal.run(home, "Compose a poem by one who " + habit, "--template", "model");
        assertThat(model.asked() - before).isEqualTo(attempts);
        failedWith(goal, sentence);
        Act act = goal.acts().getLast();
        assertThat(act.op()).isEqualTo("model.ask");
        assertThat(act.index()).isPositive();
        assertThat(act.evidence().string("failure")).isEqualTo(failure);
        assertThat(act.ending()).isEqualTo(ending);
        assertThat(goal.message()).contains(act.id());
        Shown.all(reporter, "hostile-models", 1, "habits of a model");
    }

    @Test
    void aModelThatNeverComesToAnEnd(TestReporter reporter) throws Exception {
        ModelGoal goal = ModelGoal.run(home, "Compose a poem by one who calls tools for ever");
        failedWith(goal, "the plan needs more than 20 steps, which is the most");
        assertThat(goal.acts()).extracting(Act::op).contains("fs.read");
        Shown.all(reporter, "hostile-models", 1, "habits of a model");
    }

    @Test
    void aModelThatClaimsWithoutLooking(TestReporter reporter) throws Exception {
        ModelGoal goal = ModelGoal.run(home, "Compose a poem by one who claims without looking");
        failedWith(goal, "the model reported without having looked at anything");
        assertThat(goal.report()).isEmpty();
        Shown.all(reporter, "hostile-models", 1, "habits of a model");
    }

    @Test
    void aHostThatIsNotThere(@TempDir Path folder, TestReporter reporter) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        NodeHome alone = ModelNode.home(folder, URI.create("http://127.0.0.1:" + port + "/v1"), LIMITS);
        failedWith(ModelGoal.run(alone, "Compose a poem"), "no connection to 127.0.0.1:" + port + "; is it running");
        Shown.all(reporter, "hostile-models", 1, "habits of a model");
    }

    private static void failedWith(ModelGoal goal, String sentence) {
        assertThat(goal.state()).as(goal.said().all()).isEqualTo("failed");
        assertThat(goal.said().code()).isEqualTo(1);
        assertThat(goal.message()).contains(sentence).doesNotContain("\n", "\u001b");
        assertThat(goal.said().sentences().getLast())
                .isEqualTo("stemma: goal " + goal.id() + " failed: " + goal.message());
    }
}
