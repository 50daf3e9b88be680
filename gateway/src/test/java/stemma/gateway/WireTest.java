package stemma.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.core.Secret;

class WireTest {
    enum State {
        ALIVE,
        WAITING_FOR_YOU
    }

    record Inner(String name, long size) {}

    record All(
            ActId id,
            Digest digest,
            Actor actor,
            State state,
            Optional<String> maybe,
            Json json,
            List<Inner> list,
            boolean yes,
            double ratio) {
        public boolean isOdd() {
            return true;
        }
    }

    record Defaults(
            @Param("the id") ActId id,
            @Param(value = "how many", byDefault = "50") int limit,

            @Param(value = "state", byDefault = "waiting for you")
            State state,

            @Param(value = "who", byDefault = "operator:cli")
            Actor actor,

            @Param(value = "paths", byDefault = "") List<String> paths,
            Optional<Long> maybe,
            @Param(value = "sure", byDefault = "false") boolean sure,
            @Param(value = "how much", byDefault = "0") double ratio,
            @Param(value = "why", byDefault = "") String why) {}

    record Kept(
            @Param("what it is called") String name,
            @Param("the secret itself") Secret secret) {}

    private final Wire wire = new Wire();

    @Test
    void aSecretIsReadAndNeverWritten() {
        String planted = "planted-secret-4711";
        Kept kept = wire.read(Kept.class, bytes("{\"name\":\"a\",\"secret\":\"" + planted + "\"}"));
        assertThat(kept.secret().reveal()).isEqualTo(planted);
        assertThat(wire.read(Kept.class, Map.of("name", List.of("a"), "secret", List.of(planted)))
                        .secret()
                        .reveal())
                .isEqualTo(planted);
        assertThatThrownBy(() -> wire.bytes(kept)).hasMessageNotContaining(planted);
        assertThatThrownBy(() -> wire.text(kept)).hasMessageNotContaining(planted);
        for (String bad : List.of("{\"a\":\"" + planted + "\"}", "[\"" + planted + "\"]", "4711", "null")) {
            assertThatThrownBy(() -> wire.read(Kept.class, bytes("{\"name\":\"a\",\"secret\":" + bad + "}")))
                    .isInstanceOf(Refusal.class)
                    .hasMessageNotContaining(planted);
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aRecordComesBackAsItWas() {
        All all = new All(
                new ActId(3, 41),
                Digest.EMPTY,
                Actor.operator("cli"),
                State.WAITING_FOR_YOU,
                Optional.empty(),
                Json.object().put("b", 1).put("a", "é\n").build(),
                List.of(new Inner("x", 1L << 53)),
                true,
                0.5);
        byte[] bytes = wire.bytes(all);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .startsWith("{\"id\":\"3.41\",\"digest\":\"e3b0c442")
                .contains("\"state\":\"waiting for you\"", "\"maybe\":null", "{\"a\":\"é\\n\",\"b\":1}")
                .doesNotContain("odd");
        assertThat(wire.read(All.class, bytes)).isEqualTo(all);
        assertThat(wire.read(All.class, wire.text(all).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(all);
    }

    @Test
    void whatIsMissingTakesItsDefault() {
        Defaults expected = new Defaults(
                new ActId(1, 2),
                50,
                State.WAITING_FOR_YOU,
                Actor.operator("cli"),
                List.of(),
                Optional.empty(),
                false,
                0,
                "");
        assertThat(read(Defaults.class, "{\"id\":\"1.2\"}")).isEqualTo(expected);
        assertThat(wire.read(Defaults.class, Map.of("id", List.of("1.2")))).isEqualTo(expected);
        assertThat(wire.read(Defaults.class, Map.of("id", List.of("1.2"), "maybe", List.of("7")))
                        .maybe())
                .contains(7L);
        assertThat(read(Operation.Nothing.class, "{}")).isEqualTo(new Operation.Nothing());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | id is missing; it is the id",
                "{`id`:null} | id is null",
                "{`id`:7} | id is not a string",
                "{`id`:`x`} | 'x' is not an act id",
                "{`id`:`1.2`,`limit`:`5`} | line 1, column 21: limit is not an integer",
                "{`id`:`1.2`,`limit`:1.5} | limit is not an integer",
                "{`id`:`1.2`,`limit`:``} | line 1, column 21: limit is not an integer",
                "{`id`:`1.2`,`limit`:true} | limit is not an integer",
                "{`id`:`1.2`,`maybe`:`7`} | line 1, column 21: maybe is not an integer",
                "{`id`:`1.2`,`sure`:`true`} | sure is not true or false",
                "{`id`:`1.2`,`sure`:1} | sure is not true or false",
                "{`id`:`1.2`,`ratio`:`0.5`} | ratio is not a number",
                "{`id`:`1.2`,`why`:7} | why is not a string",
                "{`id`:`1.2`,`why`:true} | why is not a string",
                "{`id`:`1.2`,`state`:0} | state is not one of",
                "{`id`:`1.2`,`state`:`0`} | state is not one of",
                "{`id`:`1.2`,`paths`:[`a`,7]} | line 1, column 26: paths[1] is not a string",
                "{`id`:`1.2`,`paths`:[null]} | paths",
                "{`id`:`1.2`,`limit`:99999999999} | limit",
                "{`id`:`1.2`,`state`:`dead`} | state is not one of [alive, waiting for you]",
                "{`id`:`1.2`,`actor`:`me`} | 'me' is not an actor",
                "{`id`:`1.2`,`paths`:`x`} | paths is not an array",
                "{`id`:`1.2`,`extra`:1} | line 1, column 21: there is no 'extra' here",
                "{`id`:`1.2`,`id`:`1.3`} | id",
                "{`id`:`1.2`} x | line 1",
                "[] | a JSON object",
                "nul | line 1",
                "{`id`: | line 1",
            })
    void whatIsWrongIsNamed(String json, String message) {
        assertThatThrownBy(() -> read(Defaults.class, json.replace('`', '"')))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(message);
    }

    @Test
    void bytesThatAreNotTextAreRefused() {
        for (byte[] bytes : List.of(new byte[0], new byte[] {(byte) 0xff, (byte) 0xfe, 0}, new byte[] {0})) {
            assertThatThrownBy(() -> wire.read(Defaults.class, bytes)).isInstanceOf(Refusal.class);
        }
    }

    private <T extends Record> T read(Class<T> type, String json) {
        return wire.read(type, json.getBytes(StandardCharsets.UTF_8));
    }
}
