package stemma.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.core.Cost;
import stemma.identity.Handle;
import stemma.ledger.Witnesses;
import stemma.sandbox.Strength;
import stemma.store.StateServer;

/**
 * What the operator may set in {@code node.toml}. Everything has a default, so that a node starts
 * from an empty home; {@link NodeConfigFile} reads it and says where a mistake is.
 *
 * @param name shown on every face
 * @param operatorPort of the console and API on the loopback address
 * @param publicPort of the public listener
 * @param metricsPort of the metrics on the loopback address
 * @param callsAMinute of operations by whoever shows the token
 * @param model the endpoint that thinks, if one is set
 * @param daily the most the node may spend a day; a unit of zero is not limited
 * @param box bounds of every boxed command
 * @param undo what is kept for taking back
 * @param witnesses whose cosignatures under the log's checkpoints count
 * @param state the server that keeps the tables; a file of the home where there is none
 */
record NodeConfig(
        String name,
        int operatorPort,
        int publicPort,
        int metricsPort,
        int callsAMinute,
        Optional<Model> model,
        Cost daily,
        BoxBounds box,
        Undo undo,
        Witnesses witnesses,
        Optional<State> state) {

    static final int PORT_MAX = 65_535;
    static final int CALLS_A_MINUTE_MAX = 1_000_000;
    /** The most that any wait for a model may be set to. */
    static final int MODEL_SECONDS_MAX = 3_600;

    /**
     * A model endpoint that speaks the OpenAI-compatible dialect.
     *
     * @param endpoint base address, for example {@code http://127.0.0.1:8080/v1}
     * @param name of the model
     * @param key handle of its key, if it needs one
     * @param patience how long one answer may take
     */
    record Model(String endpoint, String name, Optional<Handle> key, Patience patience) {}

    /**
     * How long one answer of a model is waited for.
     *
     * @param firstSecondsMax until it begins
     * @param nextSecondsMax from one piece of it to the next
     * @param totalSecondsMax until it ends
     */
    record Patience(int firstSecondsMax, int nextSecondsMax, int totalSecondsMax) {
        static final Patience DEFAULT = new Patience(120, 60, 600);
    }

    /**
     * Bounds of one boxed command.
     *
     * @param cpuSeconds of all its processes together
     * @param memoryMib of each of its processes, or of all where a cgroup is writable
     * @param processesMax at once
     * @param wallSeconds from start to end
     * @param floor how strongly it is held at least; otherwise it does not run
     */
    record BoxBounds(int cpuSeconds, int memoryMib, int processesMax, int wallSeconds, Strength floor) {
        static final BoxBounds DEFAULT = new BoxBounds(3_600, 8_192, 2_048, 3_600, Strength.FIRM);
    }

    /**
     * What is kept of files that acts write, so that they can be put back.
     *
     * @param off whether nothing more is kept
     * @param bytesMax of all of it; the oldest goes first
     */
    record Undo(boolean off, long bytesMax) {
        static final long BYTES_MIN = 1L << 20;
        static final long BYTES_MAX = 1L << 40;
        static final Undo DEFAULT = new Undo(false, 1L << 30);
    }

    /**
     * A server that keeps the tables.
     *
     * @param password handle of the password, if the server wants one
     */
    record State(StateServer server, Optional<Handle> password) {}

    /** The environment variables that hold a secret this node is told to use. */
    Set<String> variables() {
        return Stream.of(model.flatMap(Model::key), state.flatMap(State::password))
                .flatMap(Optional::stream)
                .filter(handle -> handle.source() == Handle.Source.ENV)
                .map(Handle::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Ports of this machine behind which the node itself is; no command in a box gets there. */
    Set<Integer> ownPorts() {
        Set<Integer> ports = new TreeSet<>();
        ports.addAll(List.of(operatorPort, publicPort, metricsPort));
        state.map(State::server).filter(StateServer::here).ifPresent(server -> ports.add(server.port()));
        return ports;
    }

    static final NodeConfig DEFAULT = new NodeConfig(
            "stemma",
            4022,
            4023,
            9090,
            120,
            Optional.empty(),
            Cost.ZERO,
            BoxBounds.DEFAULT,
            Undo.DEFAULT,
            Witnesses.NONE,
            Optional.empty());
}
