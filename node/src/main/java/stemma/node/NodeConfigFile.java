package stemma.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import stemma.core.Cost;
import stemma.core.Refusal;
import stemma.identity.Handle;
import stemma.identity.IdentityFailed;
import stemma.identity.Verifier;
import stemma.ledger.LedgerFailed;
import stemma.ledger.Witnesses;
import stemma.sandbox.Strength;

/**
 * Reads {@code node.toml}. Strict: a key nobody reads is a mistake, most likely a misspelt one, and
 * a file with a mistake is refused whole, with line and column.
 */
final class NodeConfigFile {
    private static final Set<String> KEYS = new TreeSet<>(List.of(
            "node.name",
            "listen.operator_port",
            "listen.public_port",
            "listen.metrics_port",
            "model.endpoint",
            "model.name",
            "model.key",
            "model.key_variable",
            "model.first_seconds_max",
            "model.next_seconds_max",
            "model.total_seconds_max",
            "purse.tokens_a_day",
            "purse.money_a_day",
            "box.cpu_seconds",
            "box.memory_mib",
            "box.processes_max",
            "box.wall_seconds",
            "box.floor",
            "undo.off",
            "undo.bytes_max",
            "witness.keys",
            "witness.quorum"));

    /** What a new home gets: every setting with its default, commented out, so that the file teaches itself. */
    static final String TEMPLATE = """
            # Settings of this node. Remove the # of a line to change it; `stemma settings` shows what is in force.

            [node]
            # name = "stemma"

            [listen]                    # all on the loopback address
            # operator_port = 4022      # console and API
            # public_port = 4023        # what strangers may reach, once you open it
            # metrics_port = 9090

            [model]                     # any OpenAI-compatible endpoint; without one the embedded planner works
            # endpoint = "http://127.0.0.1:8080/v1"
            # name = "local"
            # key = "vault:openai"      # kept with: stemma vault put openai
            # key_variable = "OPENAI_API_KEY"   # or read from the environment when the node starts
            # first_seconds_max = 120   # until an answer begins; a large model on a small machine takes longer
            # next_seconds_max = 60     # from one piece of it to the next
            # total_seconds_max = 600   # until it ends

            [purse]                     # the most the node may spend a day; 0 is no limit
            # tokens_a_day = 0
            # money_a_day = 0           # in millionths

            [box]                       # bounds of every boxed command
            # cpu_seconds = 3600
            # memory_mib = 8192
            # processes_max = 2048
            # wall_seconds = 3600
            # floor = "firm"            # weaker than this nothing runs; "strong", "firm" or "basic" (no namespaces)

            [undo]                      # what files held is kept, sealed, so that acts can be taken back
            # off = false
            # bytes_max = 1073741824    # the oldest goes first

            [witness]                   # others who vouch that this log shows everybody the same past
            # keys = ["witness.example/w1+4b7fca75+BA..."]   # as each witness publishes its own, type 4
            # quorum = 1                # how many of them must cosign; more than half unless set
            """;

    private final String file;
    private final TomlParseResult toml;

    private NodeConfigFile(String file, TomlParseResult toml) {
        this.file = file;
        this.toml = toml;
    }

    /** Reads the text; throws {@link Refusal} that names file, line and column. */
    static NodeConfig read(String file, String text) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw refusal(file, first.position(), String.valueOf(first.getMessage()));
        }
        return new NodeConfigFile(file, toml).config();
    }

    private NodeConfig config() {
        for (String key : toml.dottedKeySet()) {
            if (!KEYS.contains(key)) {
                throw at(key, key + " is not a setting; the settings are " + String.join(", ", KEYS));
            }
        }
        NodeConfig d = NodeConfig.DEFAULT;
        NodeConfig.BoxBounds box = d.box();
        return new NodeConfig(
                name(text("node.name").orElse(d.name())),
                port("listen.operator_port", d.operatorPort()),
                port("listen.public_port", d.publicPort()),
                port("listen.metrics_port", d.metricsPort()),
                model(),
                new Cost(
                        whole("purse.tokens_a_day", 0, 0, Cost.UNIT_MAX),
                        whole("purse.money_a_day", 0, 0, Cost.UNIT_MAX),
                        0,
                        0),
                new NodeConfig.BoxBounds(
                        (int) whole("box.cpu_seconds", box.cpuSeconds(), 1, 86_400),
                        (int) whole("box.memory_mib", box.memoryMib(), 64, 1 << 20),
                        (int) whole("box.processes_max", box.processesMax(), 8, 1 << 20),
                        (int) whole("box.wall_seconds", box.wallSeconds(), 1, 86_400),
                        floor(box.floor())),
                new NodeConfig.Undo(
                        flag("undo.off"),
                        whole(
                                "undo.bytes_max",
                                d.undo().bytesMax(),
                                NodeConfig.Undo.BYTES_MIN,
                                NodeConfig.Undo.BYTES_MAX)),
                witnesses());
    }

    private String name(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,32}")) {
            throw at("node.name", "a node's name is 1 to 32 of A-Z a-z 0-9 . _ -");
        }
        return name;
    }

    private Optional<NodeConfig.Model> model() {
        Optional<String> endpoint = text("model.endpoint");
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        if (!endpoint.get().matches("https?://[^/\\s]+(/\\S*)?")) {
            throw at("model.endpoint", "an endpoint looks like http://127.0.0.1:8080/v1");
        }
        String name = text("model.name").orElseThrow(() -> at("model.endpoint", "model.name is missing beside it"));
        return Optional.of(new NodeConfig.Model(endpoint.get(), name, key(), patience()));
    }

    /** What stands here is a name: a key that is written out is refused, and not repeated. */
    private Optional<Handle> key() {
        Optional<String> handle = text("model.key").filter(text -> !text.isEmpty());
        Optional<String> variable = text("model.key_variable").filter(text -> !text.isEmpty());
        if (handle.isPresent() && variable.isPresent()) {
            throw at("model.key", "model.key and model.key_variable both name a key; keep one of them");
        }
        try {
            return handle.map(Handle::parse).or(() -> variable.map(name -> new Handle(Handle.Source.ENV, name)));
        } catch (IllegalArgumentException e) {
            throw handle.isPresent()
                    ? at("model.key", e.getMessage() + "; keep the key with: stemma vault put NAME")
                    : at("model.key_variable", "model.key_variable is the name of an environment variable");
        }
    }

    private Witnesses witnesses() {
        List<Verifier> keys = new ArrayList<>();
        Object value = toml.get("witness.keys");
        if (value != null) {
            if (!(value instanceof TomlArray array)) {
                throw at("witness.keys", "witness.keys is a list of texts in quotes");
            }
            for (Object key : array.toList()) {
                keys.add(witness(key));
            }
        }
        int quorum = (int) whole(
                "witness.quorum", keys.isEmpty() ? 0 : keys.size() / 2 + 1, Math.min(1, keys.size()), keys.size());
        try {
            return new Witnesses(keys, quorum);
        } catch (LedgerFailed e) {
            throw at("witness.keys", String.valueOf(e.getMessage()));
        }
    }

    private Verifier witness(Object key) {
        if (!(key instanceof String text)) {
            throw at("witness.keys", "witness.keys is a list of texts in quotes");
        }
        try {
            return Verifier.parseWitness(text);
        } catch (IdentityFailed e) {
            throw at("witness.keys", String.valueOf(e.getMessage()));
        }
    }

    private NodeConfig.Patience patience() {
        NodeConfig.Patience d = NodeConfig.Patience.DEFAULT;
        return new NodeConfig.Patience(
                seconds("model.first_seconds_max", d.firstSecondsMax()),
                seconds("model.next_seconds_max", d.nextSecondsMax()),
                seconds("model.total_seconds_max", d.totalSecondsMax()));
    }

    private int seconds(String key, int byDefault) {
        return (int) whole(key, byDefault, 1, NodeConfig.MODEL_SECONDS_MAX);
    }

    private Strength floor(Strength byDefault) {
        String word = text("box.floor").orElse(byDefault.word());
        return Strength.floors().stream()
                .filter(floor -> floor.word().equals(word))
                .findFirst()
                .orElseThrow(() -> at("box.floor", "box.floor is \"strong\", \"firm\" or \"basic\""));
    }

    private int port(String key, int byDefault) {
        return (int) whole(key, byDefault, 0, NodeConfig.PORT_MAX);
    }

    private long whole(String key, long byDefault, long min, long max) {
        Object value = toml.get(key);
        if (value == null) {
            return byDefault;
        }
        if (!(value instanceof Long number) || number < min || number > max) {
            throw at(key, key + " is a whole number from " + min + " to " + max);
        }
        return number;
    }

    private boolean flag(String key) {
        Object value = toml.get(key);
        if (value == null) {
            return false;
        }
        if (!(value instanceof Boolean set)) {
            throw at(key, key + " is true or false");
        }
        return set;
    }

    private Optional<String> text(String key) {
        Object value = toml.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw at(key, key + " is a text in quotes");
        }
        return Optional.of(text);
    }

    private Refusal at(String key, String message) {
        TomlPosition position = toml.inputPositionOf(key);
        return refusal(file, position == null ? TomlPosition.positionAt(1, 1) : position, message);
    }

    private static Refusal refusal(String file, TomlPosition at, String message) {
        return new Refusal(Refusal.Kind.BAD_INPUT, file + ":" + at.line() + ":" + at.column() + ": " + message);
    }
}
