package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void writesEveryKindOfValue() {
        JsonWriter writer = new JsonWriter()
                .object()
                .name("a")
                .value("x\n\u20ac")
                .name("b")
                .value(Json.INTEGER_MAX)
                .name("c")
                .value(-1.5)
                .name("d")
                .value(true)
                .name("e")
                .nullValue()
                .name("f")
                .array()
                .value(false)
                .value(1)
                .object()
                .end()
                .array()
                .end()
                .end()
                .name("g")
                .object()
                .name("")
                .value(Json.array(Json.ofNull()))
                .end()
                .end();
        assertThat(text(writer))
                .isEqualTo("{\"a\":\"x\\n\u20ac\",\"b\":9007199254740992,\"c\":-1.5,\"d\":true,"
                        + "\"e\":null,\"f\":[false,1,{},[]],\"g\":{\"\":[null]}}");
    }

    @Test
    void writesAnyValueAlone() {
        assertThat(text(new JsonWriter().value("x"))).isEqualTo("\"x\"");
        assertThat(text(new JsonWriter().value(-Json.INTEGER_MAX))).isEqualTo("-9007199254740992");
        assertThat(text(new JsonWriter().value(-0.0))).isEqualTo("0");
        assertThat(text(new JsonWriter().value(1e16))).isEqualTo("10000000000000000");
        assertThat(text(new JsonWriter().value(false))).isEqualTo("false");
        assertThat(text(new JsonWriter().nullValue())).isEqualTo("null");
        assertThat(text(new JsonWriter().object().end())).isEqualTo("{}");
    }

    @Test
    void agreesWithTheTreeOnRandomValues() {
        RandomJson random = new RandomJson(4022);
        for (int i = 0; i < 5_000; i++) {
            Json value = random.value(4);
            JsonWriter writer = new JsonWriter();
            write(writer, value);
            assertThat(writer.bytes()).isEqualTo(value.canonical());
        }
    }

    @Test
    void refusesNamesThatDoNotAscend() {
        refuses(
                "names must ascend, but \"a\" follows \"b\"",
                w -> w.object().name("b").value(1).name("a"));
        refuses(
                "names must ascend, but \"b\" follows \"b\"",
                w -> w.object().name("b").value(1).name("b"));
        refuses(
                "names must ascend, but \"\ud83d\ude02\" follows \"\ufb33\"",
                w -> w.object().name("\ufb33").value(1).name("\ud83d\ude02"));
        refuses(
                "names must ascend, but \"a\" follows \"b\"",
                w -> w.object().name("b").object().name("c").value(1).end().name("a"));
        assertThat(text(new JsonWriter()
                        .array()
                        .object()
                        .name("b")
                        .value(1)
                        .end()
                        .object()
                        .name("a")
                        .value(2)
                        .end()
                        .end()))
                .isEqualTo("[{\"b\":1},{\"a\":2}]");
    }

    @Test
    void refusesWhatTheGrammarDoesNotAllow() {
        refuses("no name can stand here: \"a\"", w -> w.name("a"));
        refuses("no name can stand here: \"a\"", w -> w.array().name("a"));
        refuses("no name can stand here: \"b\"", w -> w.object().name("a").name("b"));
        refuses(
                "no name can stand here: \"a\"",
                w -> w.object().name("x").array().name("a"));
        refuses("no name can stand here: \"a\"", w -> w.object().end().name("a"));
        refuses("a value in an object needs a name first", w -> w.object().value(1));
        refuses(
                "a value in an object needs a name first",
                w -> w.object().name("a").value(1).array());
        refuses(
                "a value in an object needs a name first",
                w -> w.array().object().nullValue());
        refuses("a name has no value yet", w -> w.object().name("a").end());
        refuses("nothing is open", JsonWriter::end);
        refuses("nothing is open", w -> w.array().end().end());
        refuses("the text is finished already", w -> w.value(1).value(2));
        refuses("the text is finished already", w -> w.object().end().object());
        refuses("the text is not finished", JsonWriter::bytes);
        refuses("the text is not finished", w -> w.object().bytes());
        refuses("the text is not finished", w -> w.array().value(1).bytes());
    }

    @Test
    void refusesWhatJsonCannotCarry() {
        faults("a JSON number is finite, but this one is NaN", w -> w.value(Double.NaN));
        faults("a JSON integer is within 2^53", w -> w.value(Json.INTEGER_MAX + 1));
        faults("a JSON integer is within 2^53", w -> w.value(-Json.INTEGER_MAX - 1));
        faults("text for JSON has an unpaired surrogate at index 1", w -> w.value("a\ud800"));
        faults("text for JSON has an unpaired surrogate at index 1", w -> w.value("a\udfffb"));
        faults(
                "text for JSON has an unpaired surrogate at index 0",
                w -> w.object().name("\udc00"));
    }

    @Test
    void nestsAsDeepAsTheLimitAndNoDeeper() {
        JsonWriter writer = new JsonWriter();
        for (int i = 0; i < Json.DEPTH_MAX; i++) {
            writer.object().name("b");
        }
        writer.value(1);
        for (int i = 0; i < Json.DEPTH_MAX; i++) {
            writer.name("c").value(2).end();
        }
        int max = Json.DEPTH_MAX;
        assertThat(text(writer)).isEqualTo("{\"b\":".repeat(max) + "1" + ",\"c\":2}".repeat(max));
        faults("JSON has at most 64 levels of nesting", w -> {
            for (int i = 0; i <= Json.DEPTH_MAX; i++) {
                w.array();
            }
        });
    }

    @Test
    void growsAsFarAsTheLimitAndNoFurther() {
        for (int max : new int[] {5, 100, 256, 257, 1000}) {
            String full = "x".repeat(max - 2);
            assertThat(new JsonWriter(max).value(full).bytes()).hasSize(max);
            assertThatThrownBy(() -> new JsonWriter(max).value(full + "x"))
                    .isInstanceOf(JsonException.class)
                    .hasMessage("JSON text is over " + max + " bytes");
            assertThatThrownBy(() -> new JsonWriter(max).value("x".repeat(max - 4) + "\u20ac"))
                    .isInstanceOf(JsonException.class);
        }
        assertThatThrownBy(() -> new JsonWriter(3).value(true)).isInstanceOf(JsonException.class);
        assertThat(new JsonWriter(4).value(true).bytes()).hasSize(4);
        assertThatThrownBy(() -> new JsonWriter(3).value(1234)).isInstanceOf(JsonException.class);
    }

    @Test
    void writesLongTextsOfEveryWidth() {
        String mixed = "plain\u00e9\u20ac\ud83d\ude02\"".repeat(2_000);
        assertThat(Json.parse(new JsonWriter().value(mixed).bytes())).isEqualTo(Json.of(mixed));
        assertThat(new JsonWriter().value("\u20ac".repeat(300)).bytes()).hasSize(902);
    }

    /** Writes a tree call by call, as a caller without a tree would. */
    private static void write(JsonWriter writer, Json value) {
        switch (value) {
            case Json.Null _ -> writer.nullValue();
            case Json.Bool bool -> writer.value(bool.value());
            case Json.Num num -> writer.value(num.value());
            case Json.Str str -> writer.value(str.value());
            case Json.Arr arr -> {
                writer.array();
                arr.items().forEach(item -> write(writer, item));
                writer.end();
            }
            case Json.Obj obj -> {
                writer.object();
                for (Map.Entry<String, Json> member : obj.members().entrySet()) {
                    write(writer.name(member.getKey()), member.getValue());
                }
                writer.end();
            }
        }
    }

    private static void refuses(String message, Consumer<JsonWriter> calls) {
        assertThatThrownBy(() -> calls.accept(new JsonWriter()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    private static void faults(String message, Consumer<JsonWriter> calls) {
        assertThatThrownBy(() -> calls.accept(new JsonWriter()))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith(message);
    }

    private static String text(JsonWriter writer) {
        return new String(writer.bytes(), StandardCharsets.UTF_8);
    }
}
