package stemma.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import stemma.core.Cost;
import stemma.core.Refusal;
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
    private static final List<String> OWN_KEYS = List.of(
            "node.name",
            "listen.operator_port",
            "listen.public_port",
            "listen.metrics_port",
            "listen.calls_a_minute",
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
            "witness.quorum");

    private static final Set<String> KEYS = Stream.concat(OWN_KEYS.stream(), StateSettings.KEYS.stream())
            .collect(Collectors.toCollection(TreeSet::new));

    /** What a new home gets: every setting with its default, commented out, so that the file teaches itself. */
    static final String TEMPLATE = """
            # Settings of this node. Remove the # of a line to change it; `stemma settings` shows what is in force.

            [node]
            # name = "stemma"

            [listen]                    # all on the loopback address
            # operator_port = 4022      # console and API
            # public_port = 4023        # what strangers may reach, once you open it
            # metrics_port = 9090
            # calls_a_minute = 120      # of the API with the token; the console has a pace of its own

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

            [state]                     # tables computed from the log; without a server a file of the home, state.db
            # postgres = "postgresql://stemma@db.example:5432/stemma"
            # schema = "stemma"         # one for each node
            # password = "vault:postgres"               # kept with: stemma vault put postgres
            # password_variable = "STEMMA_POSTGRES"     # or read from the environment when the node starts
            # tls = "verify-full"       # or "require", "disable"; "disable" on the loopback address unless set
            # authority = "/etc/ssl/db-ca.pem"          # who signed the server's certificate; else those Java trusts
            # connect_seconds_max = 10
            # statement_seconds_max = 60
            """;

    private final TomlParseResult toml;
    private final TomlValues values;

    private NodeConfigFile(String file, TomlParseResult toml) {
        this.toml = toml;
        this.values = new TomlValues(file, toml);
    }

    /** Reads the text; throws {@link Refusal} that names file, line and column. */
    static NodeConfig read(String file, String text) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw TomlValues.refusal(file, first.position(), String.valueOf(first.getMessage()));
        }
        return new NodeConfigFile(file, toml).config();
    }

    private NodeConfig config() {
        for (String key : toml.dottedKeySet()) {
            if (!KEYS.contains(key)) {
                throw values.at(key, key + " is not a setting; the settings are " + String.join(", ", KEYS));
            }
        }
        NodeConfig d = NodeConfig.DEFAULT;
        NodeConfig.BoxBounds box = d.box();
        return new NodeConfig(
                name(values.text("node.name").orElse(d.name())),
                port("listen.operator_port", d.operatorPort()),
                port("listen.public_port", d.publicPort()),
                port("listen.metrics_port", d.metricsPort()),
                (int) values.whole("listen.calls_a_minute", d.callsAMinute(), 1, NodeConfig.CALLS_A_MINUTE_MAX),
                model(),
                new Cost(
                        values.whole("purse.tokens_a_day", 0, 0, Cost.UNIT_MAX),
                        values.whole("purse.money_a_day", 0, 0, Cost.UNIT_MAX),
                        0,
                        0),
                new NodeConfig.BoxBounds(
                        (int) values.whole("box.cpu_seconds", box.cpuSeconds(), 1, 86_400),
                        (int) values.whole("box.memory_mib", box.memoryMib(), 64, 1 << 20),
                        (int) values.whole("box.processes_max", box.processesMax(), 8, 1 << 20),
                        (int) values.whole("box.wall_seconds", box.wallSeconds(), 1, 86_400),
                        floor(box.floor())),
                new NodeConfig.Undo(
                        values.flag("undo.off"),
                        values.whole(
                                "undo.bytes_max",
                                d.undo().bytesMax(),
                                NodeConfig.Undo.BYTES_MIN,
                                NodeConfig.Undo.BYTES_MAX)),
                witnesses(),
                new StateSettings(values).read());
    }

    private String name(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,32}")) {
            throw values.at("node.name", "a node's name is 1 to 32 of A-Z a-z 0-9 . _ -");
        }
        return name;
    }

    private Optional<NodeConfig.Model> model() {
        Optional<String> endpoint = values.text("model.endpoint");
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        if (!endpoint.get().matches("https?://[^/\\s]+(/\\S*)?")) {
            throw values.at("model.endpoint", "an endpoint looks like http://127.0.0.1:8080/v1");
        }
        String name = values.text("model.name")
                .orElseThrow(() -> values.at("model.endpoint", "model.name is missing beside it"));
        return Optional.of(new NodeConfig.Model(endpoint.get(), name, values.handle("model.key"), patience()));
    }

    private Witnesses witnesses() {
        List<Verifier> keys = new ArrayList<>();
        Object value = toml.get("witness.keys");
        if (value != null) {
            if (!(value instanceof TomlArray array)) {
                throw values.at("witness.keys", "witness.keys is a list of texts in quotes");
            }
            for (Object key : array.toList()) {
                keys.add(witness(key));
            }
        }
        int quorum = (int) values.whole(
                "witness.quorum", keys.isEmpty() ? 0 : keys.size() / 2 + 1, Math.min(1, keys.size()), keys.size());
        try {
            return new Witnesses(keys, quorum);
        } catch (LedgerFailed e) {
            throw values.at("witness.keys", String.valueOf(e.getMessage()));
        }
    }

    private Verifier witness(Object key) {
        if (!(key instanceof String text)) {
            throw values.at("witness.keys", "witness.keys is a list of texts in quotes");
        }
        try {
            return Verifier.parseWitness(text);
        } catch (IdentityFailed e) {
            throw values.at("witness.keys", String.valueOf(e.getMessage()));
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
        return (int) values.whole(key, byDefault, 1, NodeConfig.MODEL_SECONDS_MAX);
    }

    private Strength floor(Strength byDefault) {
        String word = values.text("box.floor").orElse(byDefault.word());
        return Strength.floors().stream()
                .filter(floor -> floor.word().equals(word))
                .findFirst()
                .orElseThrow(() -> values.at("box.floor", "box.floor is \"strong\", \"firm\" or \"basic\""));
    }

    private int port(String key, int byDefault) {
        return (int) values.whole(key, byDefault, 0, NodeConfig.PORT_MAX);
    }
}
