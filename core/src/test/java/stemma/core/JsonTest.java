package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static final Json.Obj KNOWN = Json.object()
            .put("s", "text")
            .put("n", 1.5)
            .put("i", 42)
            .put("b", true)
            .put("a", Json.array(Json.of(1), Json.of("two")))
            .put("o", Json.object().put("inner", false).build())
            .put("z", Json.ofNull())
            .build();

    @Test
    void readsMembersByType() {
        assertThat(KNOWN.string("s")).isEqualTo("text");
        assertThat(KNOWN.number("n")).isEqualTo(1.5);
        assertThat(KNOWN.longNumber("i")).isEqualTo(42);
        assertThat(KNOWN.bool("b")).isTrue();
        assertThat(KNOWN.object("o").bool("inner")).isFalse();
        assertThat(KNOWN.array("a").items()).containsExactly(Json.of(1), Json.of("two"));
        assertThat(KNOWN.find("z")).contains(Json.ofNull());
        assertThat(KNOWN.find("absent")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s | 'member \"s\" must be an integer, but is a string'",
                "n | 'member \"n\" must be an integer within 2^53, but is 1.5'",
                "b | 'member \"b\" must be an integer, but is a boolean'",
                "a | 'member \"a\" must be an integer, but is an array'",
                "o | 'member \"o\" must be an integer, but is an object'",
                "z | 'member \"z\" must be an integer, but is null'",
                "x | 'member \"x\" is missing; it must be an integer'",
            })
    void namesTheMemberThatIsNotWhatWasAsked(String name, String message) {
        assertThatThrownBy(() -> KNOWN.longNumber(name))
                .isInstanceOfSatisfying(JsonException.class, e -> {
                    assertThat(e.line()).isZero();
                    assertThat(e.column()).isZero();
                })
                .hasMessage(message);
    }

    @Test
    void saysWhatEachAccessorWants() {
        assertThatThrownBy(() -> KNOWN.string("i")).hasMessage("member \"i\" must be a string, but is a number");
        assertThatThrownBy(() -> KNOWN.number("s")).hasMessageContaining("must be a number");
        assertThatThrownBy(() -> KNOWN.bool("s")).hasMessageContaining("must be true or false");
        assertThatThrownBy(() -> KNOWN.array("s")).hasMessageContaining("must be an array");
        assertThatThrownBy(() -> KNOWN.object("s")).hasMessageContaining("must be an object");
    }

    @Test
    void takesIntegersUpToTwoToThe53() {
        long max = 9007199254740992L;
        for (long edge : new long[] {max, -max}) {
            assertThat(Json.object().put("i", edge).build().longNumber("i")).isEqualTo(edge);
        }
        assertThatThrownBy(() -> Json.of(max + 1))
                .isInstanceOf(JsonException.class)
                .hasMessage("a JSON integer is within 2^53, but this one is 9007199254740993");
        assertThatThrownBy(() -> Json.of(-max - 1)).isInstanceOf(JsonException.class);
        Json.Obj beyond = Json.object().put("i", 9007199254740994.0).build();
        assertThatThrownBy(() -> beyond.longNumber("i")).hasMessageContaining("9007199254740994");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesNumbersThatAreNotFinite(double value) {
        assertThatThrownBy(() -> Json.of(value))
                .isInstanceOf(JsonException.class)
                .hasMessage("a JSON number is finite, but this one is " + value);
    }

    @Test
    void keepsOneZero() {
        assertThat(Json.of(-0.0)).isEqualTo(Json.of(0)).isEqualTo(Json.of(0.0));
    }

    @Test
    void refusesUnpairedSurrogatesInTextAndNames() {
        for (String bad :
                List.of("ab\ud83d", "ab\ude02\ud83d", "ab\ud83d\ud83d\ude02", "ab\udfff", "ab\udbffx", "ab\ud800")) {
            assertThatThrownBy(() -> Json.of(bad))
                    .isInstanceOf(JsonException.class)
                    .hasMessage("text for JSON has an unpaired surrogate at index 2");
            assertThatThrownBy(() -> Json.object().put(bad, 1).build()).isInstanceOf(JsonException.class);
        }
        assertThatThrownBy(() -> Json.of("\udc00")).hasMessageEndingWith("at index 0");
        assertThat(Json.of("\ud83d\ude02\ud7ff\ue000")).isInstanceOf(Json.Str.class);
    }

    @Test
    void copiesWhatItIsGivenAndGivesNoWayIn() {
        List<Json> items = new ArrayList<>(List.of(Json.of(1)));
        Map<String, Json> members = new TreeMap<>(Map.of("a", Json.of(1)));
        Json.Arr array = new Json.Arr(items);
        Json.Obj object = new Json.Obj(members);
        items.clear();
        members.clear();
        assertThat(array.items()).hasSize(1);
        assertThat(object.members()).hasSize(1);
        assertThatThrownBy(() -> array.items().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> object.members().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void sortsMembersWhateverTheOrderOfTheGivenMap() {
        Map<String, Json> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.put("a", Json.of(1));
        reversed.put("b", Json.of(2));
        assertThat(new Json.Obj(reversed).members().keySet()).containsExactly("a", "b");
        assertThat(new Json.Obj(reversed).text()).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void buildsAnObjectOnceAndGoesOn() {
        JsonBuilder builder = Json.object().put("b", 1);
        Json.Obj first = builder.build();
        assertThat(builder.put("a", "x").build().text()).isEqualTo("{\"a\":\"x\",\"b\":1}");
        assertThat(first.text()).isEqualTo("{\"b\":1}");
        assertThatThrownBy(() -> builder.put("a", Json.of(2)))
                .isInstanceOf(JsonException.class)
                .hasMessage("member \"a\" is given twice");
        assertThat(Json.object()
                        .put("a", false)
                        .put("b", 0.5)
                        .put("c", 1)
                        .put("d", "")
                        .build()
                        .text())
                .isEqualTo("{\"a\":false,\"b\":0.5,\"c\":1,\"d\":\"\"}");
        assertThat(Json.array(List.of(Json.of(false))).text()).isEqualTo("[false]");
    }
}
