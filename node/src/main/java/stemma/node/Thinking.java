package stemma.node;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.core.Clock;
import stemma.core.Gate;
import stemma.core.Performers;
import stemma.core.Screen;
import stemma.core.Secret;
import stemma.identity.Handle;
import stemma.identity.Keyring;
import stemma.mind.GoalRequest;
import stemma.mind.PlanResult;
import stemma.mind.Planner;
import stemma.mind.ask.ModelPlanner;
import stemma.mind.plan.EmbeddedPlanner;
import stemma.model.ChatModel;
import stemma.model.HttpChatModel;
import stemma.model.ModelEndpoint;
import stemma.model.ModelOps;
import stemma.model.ScreenedModel;
import stemma.sandbox.Egress;
import stemma.sandbox.EgressLimits;
import stemma.sandbox.HostPort;

/**
 * Who plans on this node: the embedded planner always, and after it the configured model. The model's
 * key is a handle, behind which the sink finds the secret at the moment it is sent.
 */
final class Thinking {
    private static final long CONNECT_MILLIS_MAX = 10_000;
    private static final long MILLIS = 1_000;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Optional<ModelEndpoint> endpoint;
    private final Optional<Handle> key;
    private final Keyring keyring;
    private final Egress egress;

    private Thinking(Optional<ModelEndpoint> endpoint, Optional<Handle> key, Keyring keyring, Egress egress) {
        this.endpoint = endpoint;
        this.key = key;
        this.keyring = keyring;
        this.egress = egress;
    }

    static Thinking of(NodeConfig config, Keyring keyring, Clock clock) {
        Optional<NodeConfig.Model> model = config.model();
        Set<HostPort> hosts =
                model.map(m -> Set.of(host(URI.create(m.endpoint())))).orElse(Set.of());
        Egress egress = new Egress(
                hosts, handle -> keyring.find(Handle.parse(handle)).map(Secret::reveal), clock, CONNECT_MILLIS_MAX);
        Optional<ModelEndpoint> endpoint = model.map(m -> ModelEndpoint.of(
                        URI.create(m.endpoint()), m.name(), m.key().map(Handle::toString))
                .within(limits(m.patience())));
        return new Thinking(endpoint, model.flatMap(NodeConfig.Model::key), keyring, egress);
    }

    private static EgressLimits limits(NodeConfig.Patience patience) {
        EgressLimits standard = EgressLimits.standard();
        return new EgressLimits(
                standard.connectMillisMax(),
                patience.firstSecondsMax() * MILLIS,
                patience.nextSecondsMax() * MILLIS,
                patience.totalSecondsMax() * MILLIS,
                standard.bytesMax());
    }

    /** The model's host as it stands in the target of an act that asks it. */
    static String target(NodeConfig.Model model) {
        return host(URI.create(model.endpoint())).toString();
    }

    private static HostPort host(URI uri) {
        int byDefault = "https".equals(uri.getScheme()) ? HTTPS : HTTP;
        return new HostPort(uri.getHost(), uri.getPort() < 0 ? byDefault : uri.getPort());
    }

    /** Registers who asks the model; the returned sink is closed with the node. */
    Egress register(Performers.Builder performers) {
        ModelOps.register(performers, egress);
        return egress;
    }

    /** Why the configured model cannot be asked, one sentence with the way out; empty when it can, or there is none. */
    Optional<String> lack() {
        return key.filter(handle -> keyring.known().stream()
                        .noneMatch(known -> known.handle().equals(handle)))
                .map(this::lack);
    }

    private String lack(Handle handle) {
        return switch (handle.source()) {
            case ENV ->
                "the model has no key, because the variable " + handle.name() + ", which [model] key_variable"
                        + " names, is not set where the node was started; set it and start the node again";
            case VAULT ->
                keyring.vault().locked()
                        ? "the model has no key, because the vault, which holds " + handle
                                + ", is locked; open it with: stemma vault unlock"
                        : "the model has no key, because the vault does not hold " + handle
                                + ", which [model] key names; keep it with: stemma vault put " + handle.name();
        };
    }

    /**
     * Plans with the model as long as it can be asked: a key that the vault gets while the node runs counts
     * at once. A model that lacks its key is not asked without one, because its host would not say as clearly
     * what is missing.
     */
    Planner planner(Gate gate, Screen screen, Clock clock) {
        if (endpoint.isEmpty()) {
            return new EmbeddedPlanner("set [model] endpoint and name in node.toml");
        }
        ChatModel model = new ScreenedModel(new HttpChatModel(gate, endpoint.get(), Thread::sleep), screen);
        Planner able = Planner.inOrder(new EmbeddedPlanner("a model is configured"), new ModelPlanner(model, clock));
        return new Planner() {
            @Override
            public PlanResult plan(GoalRequest request) {
                Optional<String> lack = lack();
                return lack.isPresent() ? new EmbeddedPlanner(lack.get()).plan(request) : able.plan(request);
            }

            @Override
            public List<Template> templates() {
                return able.templates();
            }
        };
    }
}
