package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Behalf;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Log;
import stemma.core.Performers;
import stemma.core.Provenance;
import stemma.core.Purses;
import stemma.core.Recovered;
import stemma.core.Verdict;
import stemma.model.ChatRequest;
import stemma.model.HttpChatModel;
import stemma.model.Message;
import stemma.model.ModelEndpoint;
import stemma.model.ModelFailure;
import stemma.model.ModelOps;
import stemma.model.ModelReply;
import stemma.model.ModelResult;
import stemma.model.ToolCall;
import stemma.model.ToolSpec;
import stemma.sandbox.Egress;
import stemma.sandbox.EgressLimits;
import stemma.sandbox.HostPort;

/** The chat completions protocol as an independent fake speaks it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelPeerTest {
    private static final EgressLimits LIMITS = new EgressLimits(5_000, 30_000, 30_000, 60_000, 1 << 20);
    private static final List<ToolSpec> TOOLS = List.of(tool("list"), tool("read"));

    private Optional<ModelPeer> peer = Optional.empty();

    @BeforeAll
    void startPeer() throws Exception {
        peer = Optional.of(ModelPeer.start("--chunk-size", "3"));
    }

    @AfterAll
    void stopPeer() throws Exception {
        if (peer.isPresent()) {
            peer.get().close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsToolsInParallelAndGoesOnWithTheirAnswers(boolean streams) throws InterruptedException {
        List<Message> talk = new ArrayList<>(List.of(new Message.User("survey this repository")));
        ModelReply first = answered(ask(talk, streams, piece -> {}));
        assertThat(first.finish()).isEqualTo(ModelReply.Finish.TOOL_CALLS);
        assertThat(first.calls()).extracting(ToolCall::name).containsExactly("list", "read");
        assertThat(first.calls())
                .extracting(ToolCall::arguments)
                .containsExactly(given("{\"path\":\"\",\"depth\":2}"), given("{\"path\":\"README.md\"}"));
        talk.add(first.message());
        first.calls().forEach(call -> talk.add(new Message.ToolAnswer(call.id(), "done")));
        StringBuilder seen = new StringBuilder();
        ModelReply second = answered(ask(talk, streams, seen::append));
        assertThat(second.text()).isEqualTo("It is a small library. Größe: 漢 😀.");
        assertThat(seen.length()).isEqualTo(second.text().length());
        assertThat(second.finish()).isEqualTo(ModelReply.Finish.STOP);
    }

    @Test
    void tellsALimitFromAnError() throws InterruptedException {
        ModelResult result = ask(List.of(new Message.User("busy")), true, piece -> {});
        assertThat(((ModelResult.Failed) result).failure())
                .isInstanceOfSatisfying(
                        ModelFailure.Busy.class,
                        busy -> assertThat(busy.status()).isEqualTo(429));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--chaos-malformed", "--chaos-disconnect", "--chaos-drop", "--chaos-ratelimit"})
    void givesATypedFailureInChaos(String chaos) throws Exception {
        try (ModelPeer wild = ModelPeer.start(chaos, "1")) {
            ModelResult result = ask(wild, List.of(new Message.User("hello")), true, piece -> {});
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ModelResult.Failed.class,
                            failed -> assertThat(failed.failure())
                                    .isInstanceOfAny(
                                            ModelFailure.Malformed.class,
                                            ModelFailure.Broken.class,
                                            ModelFailure.Busy.class));
        }
    }

    private ModelResult ask(List<Message> talk, boolean streams, Consumer<String> onText) throws InterruptedException {
        return ask(peer.orElseThrow(), talk, streams, onText);
    }

    private static ModelResult ask(ModelPeer at, List<Message> talk, boolean streams, Consumer<String> onText)
            throws InterruptedException {
        ModelEndpoint endpoint = new ModelEndpoint(at.base(), "gpt-4o", Optional.of("key"), streams, LIMITS, 2, 1_000);
        HostPort host = new HostPort("127.0.0.1", at.base().getPort());
        try (Egress egress = new Egress(Set.of(host), handle -> Optional.of("sk-test"), Clock.system(), 5_000);
                Gate gate = gate(ModelOps.register(Performers.builder(), egress).build())) {
            return new HttpChatModel(gate, endpoint, millis -> {})
                    .ask(ChatRequest.of(talk, TOOLS), Behalf.of(Actor.node("test"), Provenance.NODE), onText);
        }
    }

    private static Gate gate(Performers performers) {
        Gate.Ports ports =
                new Gate.Ports(act -> new Verdict.Allow("test"), new FreePurses(), new CountingLog(), Clock.system());
        return Gate.open(ports, performers, Recovered.NOTHING, "test");
    }

    private static ModelReply answered(ModelResult result) {
        assertThat(result).isInstanceOf(ModelResult.Answered.class);
        return ((ModelResult.Answered) result).reply();
    }

    private static ToolCall.Arguments given(String json) {
        return new ToolCall.Arguments.Given((Json.Obj) Json.parse(json));
    }

    private static ToolSpec tool(String name) {
        Json.Obj anything = Json.object()
                .put("type", "object")
                .put("properties", new Json.Obj(Map.of()))
                .build();
        return new ToolSpec(name, "a tool", anything);
    }

    private static final class CountingLog implements Log {
        private long next;

        @Override
        public synchronized long append(byte[] entry) {
            return next++;
        }

        @Override
        public void awaitDurable(long index) {}
    }

    private static final class FreePurses implements Purses {
        @Override
        public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
            return Optional.empty();
        }

        @Override
        public void settle(ActId id, Cost spent) {}
    }
}
