package stemma.model;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import stemma.sandbox.Egress;
import stemma.sandbox.EgressLimits;
import stemma.sandbox.EgressRequest;

/** A model asked through a real gate. Pauses are noted and not waited for. */
final class ModelRig implements AutoCloseable, Purses, Log {
    static final String KEY = "sk-very-secret-1234";
    static final Behalf BEHALF = Behalf.of(Actor.node("test"), Provenance.NODE);

    final List<Long> pauses = new ArrayList<>();
    final List<Cost> reserved = new ArrayList<>();
    final List<Cost> settled = new ArrayList<>();
    final List<String> entries = new ArrayList<>();
    final ModelEndpoint endpoint;
    private final Egress egress;
    private final Gate gate;

    ModelRig(URI base, EgressLimits limits, boolean streams) {
        endpoint = new ModelEndpoint(base, "test-model", Optional.of("openai"), streams, limits, 3, 30_000);
        EgressRequest any = new EgressRequest(endpoint.chat(), Map.of(), Optional.empty(), new byte[0], limits);
        egress = new Egress(
                Set.of(any.host()),
                handle -> handle.equals("openai") ? Optional.of(KEY) : Optional.empty(),
                Clock.system(),
                limits.connectMillisMax());
        Performers performers = ModelOps.register(Performers.builder(), egress).build();
        Gate.Ports ports = new Gate.Ports(act -> new Verdict.Allow("test"), this, this, Clock.system());
        gate = Gate.open(ports, performers, Recovered.NOTHING, "test");
    }

    ModelRig(URI base) {
        this(base, new EgressLimits(5_000, 20_000, 20_000, 60_000, 1 << 20), true);
    }

    ChatModel model() {
        return model(endpoint);
    }

    ChatModel model(ModelEndpoint other) {
        return new HttpChatModel(gate, other, pauses::add);
    }

    ModelResult ask(String text, ToolSpec... tools) throws InterruptedException {
        return model().ask(ChatRequest.of(List.of(new Message.User(text)), List.of(tools)), BEHALF);
    }

    static ToolSpec tool(String name) {
        return new ToolSpec(name, "does it", Json.object().put("type", "object").build());
    }

    @Override
    public synchronized Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
        reserved.add(estimate);
        return Optional.empty();
    }

    @Override
    public synchronized void settle(ActId id, Cost spent) {
        settled.add(spent);
    }

    @Override
    public synchronized long append(byte[] entry) {
        entries.add(new String(entry, StandardCharsets.UTF_8));
        return entries.size() - 1L;
    }

    @Override
    public void awaitDurable(long index) {}

    @Override
    public void close() {
        gate.close();
        egress.close();
    }
}
