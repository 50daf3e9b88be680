package stemma.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stemma.core.Cost;
import stemma.core.Json;
import stemma.core.Trust;

final class HttpChatModelTest {
    private FakeHost host;
    private ModelRig rig;

    @BeforeEach
    void open() throws IOException {
        host = new FakeHost();
        rig = new ModelRig(host.base());
    }

    @AfterEach
    void close() {
        rig.close();
        host.close();
    }

    @Test
    void putsAStreamTogether() throws InterruptedException {
        host.thenEvents(
                "{\"model\":\"m-1\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"lo \\ud83d\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\\ude00\"},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":4,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":8}}}",
                "[DONE]");
        List<String> pieces = new ArrayList<>();
        ModelResult result = rig.model()
                .ask(ChatRequest.of(List.of(new Message.User("hi")), List.of()), ModelRig.BEHALF, pieces::add);
        ModelReply reply = answered(result);
        assertThat(reply.text()).isEqualTo("Hello \ud83d\ude00");
        assertThat(reply.finish()).isEqualTo(ModelReply.Finish.STOP);
        assertThat(reply.usage()).isEqualTo(new ModelReply.Usage(11, 8, 4, false));
        assertThat(reply.model()).isEqualTo("m-1");
        assertThat(reply.provenance().trust()).isEqualTo(Trust.MODEL);
        assertThat(pieces).hasSize(3).first().isEqualTo("Hel");
        assertThat(rig.settled).containsExactly(Cost.tokens(15));
        assertThat(rig.reserved.getFirst().tokens())
                .isEqualTo(host.bodies.getFirst().length() + (long) ChatRequest.OUTPUT_TOKENS_DEFAULT);
    }

    @Test
    void assemblesParallelToolCallsFromInterleavedFragments() throws InterruptedException {
        host.thenEvents(
                call(0, "\"id\":\"a\",", "\"name\":\"read\",\"arguments\":\"\""),
                call(1, "\"id\":\"b\",", "\"name\":\"list\",\"arguments\":\"{\\\"de\""),
                call(0, "", "\"arguments\":\"{\\\"path\\\":\""),
                call(1, "", "\"arguments\":\"pth\\\":2}\""),
                call(0, "", "\"arguments\":\"\\\"f\\\"}\""),
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
                "[DONE]");
        ModelReply reply = answered(rig.ask("go", ModelRig.tool("read"), ModelRig.tool("list")));
        assertThat(reply.calls()).extracting(ToolCall::id).containsExactly("a", "b");
        assertThat(reply.calls())
                .extracting(ToolCall::arguments)
                .containsExactly(given("{\"path\":\"f\"}"), given("{\"depth\":2}"));
        assertThat(reply.finish()).isEqualTo(ModelReply.Finish.TOOL_CALLS);
        assertThat(reply.usage().estimated()).isTrue();
    }

    @Test
    void namesToolCallsThatCannotBeUsed() throws InterruptedException {
        host.thenEvents(
                call(0, "\"id\":\"a\",", "\"name\":\"rm\",\"arguments\":\"{}\""),
                call(1, "\"id\":\"a\",", "\"name\":\"read\",\"arguments\":\"{\\\"path\\\":\""),
                call(2, "", "\"name\":\"read\",\"arguments\":\"[1]\""),
                call(3, "\"id\":\"d\",", "\"name\":\"read\""),
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");
        ModelReply reply = answered(rig.ask("go", ModelRig.tool("read")));
        assertThat(reply.calls())
                .extracting(ToolCall::id)
                .doesNotHaveDuplicates()
                .hasSize(4);
        assertThat(unusable(reply, 0)).contains("there is no tool named 'rm'; the tools are read");
        assertThat(unusable(reply, 1)).contains("are not JSON");
        assertThat(unusable(reply, 2)).contains("are not a JSON object");
        assertThat(reply.calls().get(3).arguments()).isEqualTo(given("{}"));
    }

    @Test
    void understandsAWholeAnswerWhereAStreamWasAsked() throws InterruptedException {
        host.thenStatus(
                200,
                "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I will not\"},"
                        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");
        ModelReply reply = answered(rig.ask("hi"));
        assertThat(reply.refusal()).isEqualTo("I will not");
        assertThat(reply.message().text()).isEqualTo("I will not");
    }

    @Test
    void readsAStreamThatBreaksAnywhere() throws InterruptedException {
        String lines = String.join(
                "\r\n",
                "\uFEFF: comment",
                "event: x",
                "data: {\"choices\":[{\"delta\":{\"content\":\"größe 漢\"}}]}",
                "",
                "data: {\"choices\":[{\"delta\":{},",
                "data: \"finish_reason\":\"length\"}]}",
                "",
                "data: [DONE]",
                "",
                "");
        byte[] stream = lines.getBytes(UTF_8);
        host.then(exchange -> {
            OutputStream out = FakeHost.begin(exchange, 200, "text/event-stream; charset=utf-8");
            for (byte b : stream) {
                out.write(b);
                out.flush();
            }
        });
        ModelReply reply = answered(rig.ask("hi"));
        assertThat(reply.text()).isEqualTo("größe 漢");
        assertThat(reply.finish()).isEqualTo(ModelReply.Finish.LENGTH);
    }

    @Test
    void takesAnAnswerWithoutDoneAndRefusesOneWithoutAnEnd() throws InterruptedException {
        host.thenEvents("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}");
        assertThat(answered(rig.ask("hi")).text()).isEqualTo("x");
        for (int i = 0; i < 3; i++) {
            host.thenEvents("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}");
        }
        assertThat(failed(rig.ask("hi"))).isInstanceOf(ModelFailure.Broken.class);
        assertThat(rig.pauses).containsExactly(500L, 1_000L);
    }

    @Test
    void triesAgainWhenTheHostIsBusy() throws InterruptedException {
        host.thenStatus(429, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "7")
                .thenStatus(503, "")
                .thenEvents("{\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}", "[DONE]");
        assertThat(answered(rig.ask("hi")).text()).isEqualTo("ok");
        assertThat(rig.pauses).containsExactly(7_000L, 1_000L);
        assertThat(rig.settled).hasSize(3).startsWith(Cost.ZERO, Cost.ZERO);
        assertThat(host.bodies).hasSize(3).containsOnly(host.bodies.getFirst());
    }

    @Test
    void waitsNoLongerThanItMay() throws InterruptedException {
        host.thenStatus(429, "{}", "Retry-After", "31");
        assertThat(failed(rig.ask("hi")))
                .isInstanceOfSatisfying(
                        ModelFailure.Busy.class,
                        busy -> assertThat(busy.retryAfterMillis()).isEqualTo(31_000));
        assertThat(rig.pauses).isEmpty();
    }

    @Test
    void stopsAfterItsAttempts() throws InterruptedException {
        host.thenStatus(500, "").thenStatus(500, "").thenStatus(500, "").thenStatus(500, "");
        assertThat(failed(rig.ask("hi"))).isInstanceOf(ModelFailure.Busy.class);
        assertThat(host.bodies).hasSize(3);
    }

    @Test
    void showsNoKeyInAnyError() throws InterruptedException {
        host.thenStatus(401, "{\"error\":{\"message\":\"Incorrect API key " + ModelRig.KEY + "\"}}");
        ModelFailure failure = failed(rig.ask("hi"));
        assertThat(failure.sentence()).contains("did not accept the key").contains("Incorrect API key (key)");
        assertThat(host.keys).containsExactly("Bearer " + ModelRig.KEY);
        assertThat(rig.entries).noneMatch(entry -> entry.contains(ModelRig.KEY));
    }

    @Test
    void namesAnErrorInsideAGoodStatus() throws InterruptedException {
        host.thenStatus(200, "{\"error\":{\"message\":\"no credit\",\"code\":402}}");
        assertThat(failed(rig.ask("hi"))).isInstanceOf(ModelFailure.Reported.class);
        host.thenEvents(
                "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}", "{\"error\":{\"message\":\"provider\\nlost\"}}");
        assertThat(failed(rig.ask("hi")).sentence()).endsWith("provider lost");
    }

    @Test
    void sendsTheSameBytesAndKeepsThePrefix() throws InterruptedException {
        host.thenEvents("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}")
                .thenEvents("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}");
        List<Message> first = List.of(new Message.Instruction("be brief"), new Message.User("one"));
        List<Message> next = new ArrayList<>(first);
        ToolCall call = new ToolCall("c", "read", "{\"path\":  \"f\"}", given("{\"path\":\"f\"}"));
        next.add(new Message.Assistant("", List.of(call)));
        next.add(new Message.ToolAnswer("c", "text \ud800 cut"));
        rig.model().ask(ChatRequest.of(first, List.of(ModelRig.tool("read"))), ModelRig.BEHALF);
        rig.model().ask(ChatRequest.of(next, List.of(ModelRig.tool("read"))), ModelRig.BEHALF);
        String one = host.bodies.getFirst();
        String prefix = one.substring(0, one.indexOf("],\"model\""));
        assertThat(prefix).contains("be brief").contains("one");
        assertThat(host.bodies.getLast()).startsWith(prefix).contains("{\\\"path\\\":  \\\"f\\\"}");
    }

    @Test
    void saysThatAKeyIsMissingBeforeAnythingIsSent() throws InterruptedException {
        ModelEndpoint keyless = ModelEndpoint.of(host.base(), "m", Optional.of("absent"));
        ModelResult result =
                rig.model(keyless).ask(ChatRequest.of(List.of(new Message.User("hi")), List.of()), ModelRig.BEHALF);
        assertThat(failed(result)).isInstanceOf(ModelFailure.NotSetUp.class);
        assertThat(host.bodies).isEmpty();
        assertThat(rig.settled).containsExactly(Cost.ZERO);
    }

    static ModelReply answered(ModelResult result) {
        assertThat(result).isInstanceOf(ModelResult.Answered.class);
        return ((ModelResult.Answered) result).reply();
    }

    static ModelFailure failed(ModelResult result) {
        assertThat(result).isInstanceOf(ModelResult.Failed.class);
        return ((ModelResult.Failed) result).failure();
    }

    private static ToolCall.Arguments given(String json) {
        return new ToolCall.Arguments.Given((Json.Obj) Json.parse(json));
    }

    private static String unusable(ModelReply reply, int place) {
        return ((ToolCall.Arguments.Unusable) reply.calls().get(place).arguments()).reason();
    }

    private static String call(int index, String id, String function) {
        return "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":" + index + "," + id + "\"function\":{" + function
                + "}}]}}]}";
    }
}
