package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Refusal;
import stemma.sandbox.Strength;
import stemma.store.StateServer;

/** Every bound of {@code node.toml}, at it and one past it; a mistake is shown with its line and column. */
final class NodeConfigFileTest {
    private static final String MODEL = "[model]\nendpoint = \"http://127.0.0.1:1/v1\"\nname = \"local\"\n";

    private static NodeConfig read(String text) {
        return NodeConfigFile.read("node.toml", text);
    }

    /** A start takes the template for the defaults without reading it. */
    @Test
    void theTemplateSaysTheDefaults() {
        assertThat(read(NodeConfigFile.TEMPLATE)).isEqualTo(NodeConfig.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"first_seconds_max", "next_seconds_max", "total_seconds_max"})
    void theWaitsForAModel(String key) {
        ToLongFunction<NodeConfig> set = config -> {
            NodeConfig.Patience patience = config.model().orElseThrow().patience();
            return switch (key) {
                case "first_seconds_max" -> patience.firstSecondsMax();
                case "next_seconds_max" -> patience.nextSecondsMax();
                default -> patience.totalSecondsMax();
            };
        };
        bounds(MODEL, "model." + key, 1, NodeConfig.MODEL_SECONDS_MAX, set);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu_seconds, 1, 86400",
        "memory_mib, 64, 1048576",
        "processes_max, 8, 1048576",
        "wall_seconds, 1, 86400"
    })
    void theBoundsOfABox(String key, long min, long max) {
        bounds("[box]\n", "box." + key, min, max, config -> {
            NodeConfig.BoxBounds box = config.box();
            return switch (key) {
                case "cpu_seconds" -> box.cpuSeconds();
                case "memory_mib" -> box.memoryMib();
                case "processes_max" -> box.processesMax();
                default -> box.wallSeconds();
            };
        });
    }

    @ParameterizedTest
    @CsvSource({"strong, STRONG", "firm, FIRM", "basic, BASIC"})
    void theFloorOfABox(String word, Strength floor) {
        assertThat(read("[box]\nfloor = \"" + word + "\"\n").box().floor()).isEqualTo(floor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "FIRM", ""})
    void noBoxAtAllIsNoFloor(String word) {
        assertThatThrownBy(() -> read("[box]\nfloor = \"" + word + "\"\n"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(":2:1: box.floor is \"strong\", \"firm\" or \"basic\"");
    }

    @Test
    void whatUndoKeeps() {
        bounds(
                "[undo]\n",
                "undo.bytes_max",
                1 << 20,
                1L << 40,
                config -> config.undo().bytesMax());
        assertThat(read("[undo]\noff = true\n").undo().off()).isTrue();
        assertThat(read("[undo]\noff = false\n")).isEqualTo(NodeConfig.DEFAULT);
        assertThatThrownBy(() -> read("[undo]\noff = \"yes\"\n"))
                .hasMessageContaining(":2:1: undo.off is true or false");
    }

    @ParameterizedTest
    @CsvSource({"operator_port", "public_port", "metrics_port"})
    void thePorts(String key) {
        bounds("[listen]\n", "listen." + key, 0, NodeConfig.PORT_MAX, config -> switch (key) {
            case "operator_port" -> config.operatorPort();
            case "public_port" -> config.publicPort();
            default -> config.metricsPort();
        });
    }

    /** The setting stands in the line after what is given, two columns in. */
    private static void bounds(String before, String setting, long min, long max, ToLongFunction<NodeConfig> set) {
        String key = setting.substring(setting.indexOf('.') + 1);
        for (long good : new long[] {min, max}) {
            assertThat(set.applyAsLong(read(before + "  " + key + " = " + good)))
                    .isEqualTo(good);
        }
        long line = before.lines().count() + 1;
        for (String bad : new String[] {"" + (min - 1), "" + (max + 1), "1.5", "\"1\""}) {
            assertThatThrownBy(() -> read(before + "  " + key + " = " + bad))
                    .isInstanceOf(Refusal.class)
                    .hasMessage(
                            "node.toml:" + line + ":3: " + setting + " is a whole number from " + min + " to " + max);
        }
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        assertThat(read("")).isEqualTo(NodeConfig.DEFAULT);
        assertThat(read(NodeConfigFile.TEMPLATE)).isEqualTo(NodeConfig.DEFAULT);
        assertThat(read(MODEL).model().orElseThrow().patience()).isEqualTo(NodeConfig.Patience.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first_second_max", "first_seconds", "seconds_max"})
    void aMisspeltSettingIsNamed(String key) {
        assertThatThrownBy(() -> read(MODEL + key + " = 1"))
                .hasMessageStartingWith("node.toml:4:1: model." + key + " is not a setting; the settings are ")
                .hasMessageContaining("model.first_seconds_max");
    }

    private static final String STATE = "[state]\npostgres = \"postgresql://ann@db.example/tables\"\n";

    @Test
    void theStateIsAFileOfTheHomeOrOnAServer() {
        assertThat(read("").state()).isEmpty();
        assertThat(read("[state]\npostgres = \"\"\n").ownPorts()).containsExactly(4022, 4023, 9090);
        NodeConfig.State state = read(STATE + "schema = \"two\"\npassword = \"vault:pg\"\ntls = \"require\"\n")
                .state()
                .orElseThrow();
        assertThat(state.server().schema()).isEqualTo("two");
        assertThat(state.server().tls()).isEqualTo(StateServer.Tls.REQUIRE);
        assertThat(state.password()).hasToString("Optional[vault:pg]");
        bounds(
                STATE,
                "state.connect_seconds_max",
                1,
                3_600,
                config -> config.state().orElseThrow().server().connectSecondsMax());
        bounds(
                STATE,
                "state.statement_seconds_max",
                5,
                3_600,
                config -> config.state().orElseThrow().server().statementSecondsMax());
    }

    @Test
    void theVariablesOfSecretsAndThePortsBehindWhichTheNodeIs() {
        NodeConfig config = read(MODEL + "key_variable = \"MODEL_KEY\"\n[state]\npassword_variable = \"PG\"\n"
                + "postgres = \"postgresql://ann@127.0.0.1:7000/tables\"\n");
        assertThat(config.variables()).containsExactlyInAnyOrder("MODEL_KEY", "PG");
        assertThat(config.ownPorts()).contains(7000);
        assertThat(read(STATE).ownPorts()).as("of another machine").doesNotContain(5432);
    }

    @ParameterizedTest
    @CsvSource({
        "'postgres = \"postgresql://ann:hunter2@h/d\"', a password does not belong here",
        "'postgres = \"postgresql://ann@h/d\"\npassword = \"hunter2\"', vault:NAME",
        "'postgres = \"postgresql://ann@h/d\"\npassword_variable = \"hunter2 x\"', environment variable",
        "'postgres = \"postgresql://ann@h/d\"\ntls = \"maybe\"', verify-full",
        "'postgres = \"postgresql://ann@h/d\"\nschema = \"A\"', schema",
        "'schema = \"hunter2\"', state.postgres names none"
    })
    void aWrongStateIsRefusedAndNoSecretRepeated(String text, String words) {
        assertThatThrownBy(() -> read("[state]\n" + text.replace("\\n", "\n") + "\n"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("node.toml:")
                .hasMessageContaining(words)
                .hasMessageNotContaining("hunter2");
    }
}
