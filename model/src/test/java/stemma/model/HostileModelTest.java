package stemma.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stemma.core.Cost;
import stemma.core.Receipt;
import stemma.sandbox.EgressLimits;

/** Hosts that stall, lie, or never end: each gives one typed failure, in bounded time and bytes. */
final class HostileModelTest {
    private static final String PIECE = "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}";

    private FakeHost host;

    @BeforeEach
    void open() throws IOException {
        host = new FakeHost();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aHostThatNeverBegins() throws InterruptedException {
        assertThat(ask(host.thenSilence(), new EgressLimits(5_000, 100, 10_000, 10_000, 1_000)))
                .isInstanceOfSatisfying(ModelFailure.Stalled.class, stalled -> {
                    assertThat(stalled.phase()).isEqualTo(ModelFailure.Phase.FIRST_EVENT);
                    assertThat(stalled.sentence()).contains("did not begin to answer within 100 ms");
                });
    }

    @Test
    void aHostThatStopsInTheMiddle() throws InterruptedException {
        assertThat(ask(host.thenStall(PIECE), new EgressLimits(5_000, 10_000, 100, 20_000, 1_000)))
                .isInstanceOfSatisfying(
                        ModelFailure.Stalled.class,
                        stalled -> assertThat(stalled.phase()).isEqualTo(ModelFailure.Phase.NEXT_EVENT));
    }

    @Test
    void aHostThatIsStillTalkingWhenItsTimeIsUp() throws InterruptedException {
        assertThat(ask(host.thenStall(PIECE), new EgressLimits(5_000, 10_000, 10_000, 300, 1_000)))
                .isInstanceOf(ModelFailure.Endless.class);
    }

    @Test
    void aStreamWithoutEnd() throws InterruptedException {
        FakeHost.Script forever = exchange -> {
            OutputStream out = FakeHost.begin(exchange, 200, "text/event-stream");
            for (int i = 0; i < 100_000; i++) {
                out.write(("data: " + PIECE + "\n\n").getBytes(UTF_8));
            }
        };
        assertThat(ask(host.then(forever), new EgressLimits(5_000, 10_000, 10_000, 20_000, 100_000)))
                .isInstanceOfSatisfying(
                        ModelFailure.Endless.class,
                        endless -> assertThat(endless.sentence()).contains("more than 100000 bytes"));
    }

    @Test
    void anEventThatIsTooLong() throws InterruptedException {
        FakeHost.Script lengthy = exchange -> {
            OutputStream out = FakeHost.begin(exchange, 200, "text/event-stream");
            out.write("data: ".getBytes(UTF_8));
            out.write(new byte[EventLines.EVENT_BYTES_MAX + 1]);
        };
        assertThat(ask(host.then(lengthy), new EgressLimits(5_000, 10_000, 10_000, 20_000, 8 << 20)))
                .isInstanceOfSatisfying(
                        ModelFailure.Malformed.class,
                        malformed -> assertThat(malformed.sentence()).contains("one event has more than"));
    }

    @Test
    void whatIsNotTheProtocol() throws InterruptedException {
        malformed("{\"choices\":[{\"delta\":{\"content\":\"x\"", "not JSON");
        malformed("[1,2]", "not a JSON object");
        malformed("{\"choices\":" + "[".repeat(WireJson.DEPTH_MAX + 1), "not JSON");
        malformed("{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}", "names none");
        malformed(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":128,\"id\":\"a\"}]}}]}",
                "more than 128 tools at once");
        host.thenStatus(200, "<html>login</html>");
        assertThat(ask(host, limits())).isInstanceOf(ModelFailure.Malformed.class);
        host.thenStatus(200, "{\"hello\":1}");
        assertThat(ask(host, limits()))
                .isInstanceOfSatisfying(
                        ModelFailure.Malformed.class,
                        m -> assertThat(m.sentence()).contains("holds no choice"));
    }

    @Test
    void usageThatIsNotBelieved() throws InterruptedException {
        host.thenEvents("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":999999999999999,\"completion_tokens\":-5}}");
        try (ModelRig rig = new ModelRig(host.base())) {
            HttpChatModelTest.answered(rig.ask("hi"));
            assertThat(rig.settled).containsExactly(rig.reserved.getFirst());
        }
    }

    @Test
    void aPortWhereNobodyListens() throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (ModelRig rig = new ModelRig(URI.create("http://127.0.0.1:" + port + "/v1"))) {
            assertThat(HttpChatModelTest.failed(rig.ask("hi")))
                    .isInstanceOfSatisfying(
                            ModelFailure.Unreachable.class,
                            unreachable -> assertThat(unreachable.sentence()).contains("is it running"));
            assertThat(rig.settled).hasSize(3).containsOnly(Cost.ZERO);
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        host.thenStatus(302, "", "Location", "http://127.0.0.1:1/");
        assertThat(ask(host, limits()))
                .isInstanceOfSatisfying(
                        ModelFailure.Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(302));
    }

    /** The ledger says of each attempt how it ended, what it took and why, and never that it was done. */
    @Test
    void eachFailureEndsItsActAsWhatItIs() throws InterruptedException {
        EgressLimits quick = new EgressLimits(5_000, 100, 100, 300, 1_000);
        ended(host.thenSilence(), quick, "timed out", "stalled", "did not begin to answer within 100 ms");
        ended(host.thenStall(PIECE), quick, "timed out", "stalled", "sent nothing for 100 ms");
        EgressLimits slow = new EgressLimits(5_000, 10_000, 10_000, 300, 1_000);
        ended(host.thenStall(PIECE), slow, "timed out", "endless", "300 ms");
        EgressLimits small = new EgressLimits(5_000, 10_000, 10_000, 20_000, 10);
        ended(host.thenEvents(PIECE), small, "failed", "endless", "more than 10 bytes");
        ended(host.thenEvents("[1,2]"), limits(), "failed", "malformed", "not a JSON object");
        ended(host.thenStatus(401, "{}"), limits(), "failed", "rejected", "did not accept the key");
    }

    private static void ended(FakeHost host, EgressLimits limits, String ending, String failure, String why)
            throws InterruptedException {
        try (ModelRig rig = new ModelRig(host.base(), limits, true)) {
            ModelResult.Failed result = (ModelResult.Failed) rig.ask("hi");
            Receipt receipt = result.receipt();
            assertThat(receipt.ending().word()).as(why).isEqualTo(ending);
            assertThat(receipt.note()).isEqualTo(result.failure().sentence()).contains(why);
            assertThat(receipt.evidence().string("failure")).isEqualTo(failure);
            assertThat(receipt.spent()).isEqualTo(rig.settled.getLast());
            assertThat(receipt.spent().equals(Cost.ZERO)).isEqualTo(failure.equals("rejected"));
            assertThat(rig.entries.getLast()).contains("\"" + ending + "\"");
        }
    }

    private void malformed(String event, String why) throws InterruptedException {
        host.thenEvents(event);
        assertThat(ask(host, limits()))
                .as(event)
                .isInstanceOfSatisfying(
                        ModelFailure.Malformed.class,
                        failure -> assertThat(failure.sentence()).contains(why));
    }

    private static ModelFailure ask(FakeHost host, EgressLimits limits) throws InterruptedException {
        try (ModelRig rig = new ModelRig(host.base(), limits, true)) {
            return HttpChatModelTest.failed(rig.ask("hi"));
        }
    }

    private static EgressLimits limits() {
        return new EgressLimits(5_000, 20_000, 20_000, 60_000, 1 << 20);
    }
}
