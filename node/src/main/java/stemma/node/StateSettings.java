package stemma.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stemma.core.Refusal;
import stemma.identity.Handle;
import stemma.store.StateServer;

/** The settings of {@code [state]}: which server keeps the tables, if one does. */
final class StateSettings {
    static final List<String> KEYS = List.of(
            "state.postgres",
            "state.schema",
            "state.password",
            "state.password_variable",
            "state.tls",
            "state.authority",
            "state.connect_seconds_max",
            "state.statement_seconds_max");

    private static final int SECONDS_MAX = 3_600;
    private static final int STATEMENT_SECONDS_MIN = 5;

    private final TomlValues values;

    StateSettings(TomlValues values) {
        this.values = values;
    }

    /** Empty when the tables stay in the home; throws {@link Refusal} that names file, line and column. */
    Optional<NodeConfig.State> read() {
        Optional<String> named = values.text("state.postgres").filter(text -> !text.isEmpty());
        if (named.isEmpty()) {
            for (String key : KEYS) {
                if (!key.equals(KEYS.getFirst()) && values.has(key)) {
                    throw values.at(key, key + " says how to reach a server, but state.postgres names none");
                }
            }
            return Optional.empty();
        }
        try {
            StateServer d = StateServer.parse(named.get());
            return Optional.of(new NodeConfig.State(
                    new StateServer(
                            d.host(),
                            d.port(),
                            d.database(),
                            d.user(),
                            values.text("state.schema").orElse(d.schema()),
                            values.text("state.tls").map(this::tls).orElse(d.tls()),
                            values.text("state.authority").map(Path::of),
                            (int) values.whole("state.connect_seconds_max", d.connectSecondsMax(), 1, SECONDS_MAX),
                            (int) values.whole(
                                    "state.statement_seconds_max",
                                    d.statementSecondsMax(),
                                    STATEMENT_SECONDS_MIN,
                                    SECONDS_MAX)),
                    values.handle("state.password")));
        } catch (IllegalArgumentException e) {
            throw values.at("state.postgres", String.valueOf(e.getMessage()));
        }
    }

    private StateServer.Tls tls(String word) {
        return Stream.of(StateServer.Tls.values())
                .filter(tls -> tls.word().equals(word))
                .findFirst()
                .orElseThrow(() -> values.at("state.tls", "state.tls is \"disable\", \"require\" or \"verify-full\""));
    }

    /** What is in force, as {@code stemma settings} lists it. */
    static List<NodeOperations.Setting> listed(Optional<NodeConfig.State> state) {
        Optional<StateServer> server = state.map(NodeConfig.State::server);
        List<NodeOperations.Setting> settings = new ArrayList<>();
        settings.add(NodeSettings.setting(
                "state.postgres",
                server.map(s -> "postgresql://" + s.user() + "@" + s.host() + ":" + s.port() + "/" + s.database())
                        .orElse(""),
                ""));
        state.ifPresent(set -> {
            StateServer s = set.server();
            settings.add(NodeSettings.setting("state.schema", s.schema(), StateServer.SCHEMA_DEFAULT));
            settings.add(NodeSettings.setting(
                    "state.password", set.password().map(Handle::toString).orElse(""), ""));
            settings.add(NodeSettings.setting(
                    "state.tls", s.tls().word(), StateServer.Tls.usual(s.host()).word()));
            settings.add(NodeSettings.setting(
                    "state.authority", s.authority().map(Path::toString).orElse(""), ""));
            settings.add(NodeSettings.setting(
                    "state.connect_seconds_max", s.connectSecondsMax(), StateServer.CONNECT_SECONDS_MAX));
            settings.add(NodeSettings.setting(
                    "state.statement_seconds_max", s.statementSecondsMax(), StateServer.STATEMENT_SECONDS_MAX));
        });
        return settings;
    }
}
