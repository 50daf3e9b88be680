package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCanonicalTest {

    private static final int ROUNDS = 5_000;
    private static final int DEPTH = 4;

    @ParameterizedTest
    @ValueSource(strings = {"arrays", "french", "structures", "unicode", "values", "weird", "rfc-3.2.2", "rfc-3.2.3"})
    void encodesThePublishedInputsAsPublished(String name) {
        Json parsed = Json.parse(Vectors.bytes("input/" + name + ".json"));
        byte[] expected = Vectors.bytes("output/" + name + ".json");
        assertThat(parsed.canonical()).as(parsed.text()).isEqualTo(expected);
        assertThat(Json.parse(expected)).isEqualTo(parsed);
    }

    @Test
    void readsItsOwnEncodingBackToTheSameValue() {
        RandomJson random = new RandomJson(20200601);
        for (int i = 0; i < ROUNDS; i++) {
            Json value = random.value(DEPTH);
            byte[] encoded = value.canonical();
            Json read = Json.parse(encoded);
            assertThat(read).isEqualTo(value).hasSameHashCodeAs(value);
            assertThat(read.canonical()).isEqualTo(encoded);
            assertThat(Json.parse(new String(encoded, StandardCharsets.UTF_8))).isEqualTo(value);
        }
    }

    @Test
    void writesEveryEscapeTheShortestWay() {
        StringBuilder controls = new StringBuilder();
        for (char c = 0; c < 0x20; c++) {
            controls.append(c);
        }
        assertThat(Json.of(controls + " \"\\/\u007f").text())
                .isEqualTo("\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r"
                        + "\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019"
                        + "\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f \\\"\\\\/\u007f\"");
    }

    @Test
    void writesEveryWidthOfUtf8AsTheJdkDoes() {
        String widths = "a\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff";
        assertThat(Json.of(widths).canonical()).isEqualTo(('"' + widths + '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sortsByUtf16UnitsAndNotByCodePoints() {
        Json value =
                Json.object().put("\ufb33", 1).put("\ud83d\ude02", 2).put("", 3).build();
        assertThat(value.text()).isEqualTo("{\"\":3,\"\ud83d\ude02\":2,\"\ufb33\":1}");
    }
}
