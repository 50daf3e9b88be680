package stemma.node;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stemma.core.Clock;
import stemma.core.Gate;
import stemma.core.Performers;
import stemma.mind.Planner;
import stemma.mind.ask.ModelPlanner;
import stemma.mind.plan.EmbeddedPlanner;
import stemma.model.HttpChatModel;
import stemma.model.ModelEndpoint;
import stemma.model.ModelOps;
import stemma.sandbox.Egress;
import stemma.sandbox.EgressLimits;
import stemma.sandbox.HostPort;

/**
 * Who plans on this node: the embedded planner always, and after it the configured model. The model's
 * key is taken from the environment once, when the node starts, and lives on as a handle.
 */
final class Thinking {
    private static final String KEY_HANDLE = "model";
    private static final long CONNECT_MILLIS_MAX = 10_000;
    private static final long MILLIS = 1_000;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Optional<ModelEndpoint> endpoint;
    private final Optional<String> lack;
    private final Egress egress;

    private Thinking(Optional<ModelEndpoint> endpoint, Optional<String> lack, Egress egress) {
        this.endpoint = endpoint;
        this.lack = lack;
        this.egress = egress;
    }

    static Thinking of(NodeConfig config, Map<String, String> environment, Clock clock) {
        Optional<NodeConfig.Model> model = config.model();
        Optional<String> variable = model.map(NodeConfig.Model::key).filter(name -> !name.isEmpty());
        Optional<String> key =
                variable.map(name -> environment.getOrDefault(name, "")).filter(value -> !value.isEmpty());
        Optional<String> lack = variable.filter(name -> key.isEmpty())
                .map(name -> "the model has no key, because the variable " + name + ", which [model] key_variable"
                        + " names, is not set where the node was started; set it and start the node again");
        Set<HostPort> hosts =
                model.map(m -> Set.of(host(URI.create(m.endpoint())))).orElse(Set.of());
        Egress egress = new Egress(hosts, handle -> key, clock, CONNECT_MILLIS_MAX);
        return new Thinking(
                model.map(m -> ModelEndpoint.of(URI.create(m.endpoint()), m.name(), key.map(k -> KEY_HANDLE))
                        .within(limits(m.patience()))),
                lack,
                egress);
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
        return lack;
    }

    /** A model that lacks its key is not asked without one: its host would not say as clearly what is missing. */
    Planner planner(Gate gate, Clock clock) {
        if (endpoint.isEmpty() || lack.isPresent()) {
            return new EmbeddedPlanner(lack.orElse("set [model] endpoint and name in node.toml"));
        }
        HttpChatModel model = new HttpChatModel(gate, endpoint.get(), Thread::sleep);
        return Planner.inOrder(new EmbeddedPlanner("a model is configured"), new ModelPlanner(model, clock));
    }
}
