package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | ``                | 1  | a value, found the end of the text",
                "1 | `  `              | 3  | a value, found the end of the text",
                "1 | `nul`             | 1  | null, found 'n'",
                "1 | `True`            | 1  | a value, found 'T'",
                "1 | `NaN`             | 1  | a value, found 'N'",
                "1 | `-Infinity`       | 2  | a digit, found 'I'",
                "1 | `[1]x`            | 4  | the end of the text, found 'x'",
                "1 | `truefalse`       | 5  | the end of the text, found 'f'",
                "1 | `1 2`             | 3  | the end of the text, found '2'",
                "1 | `01`              | 2  | the end of the text, found '1'",
                "1 | `-`               | 2  | a digit, found the end of the text",
                "1 | `+1`              | 1  | a value, found '+'",
                "1 | `.5`              | 1  | a value, found '.'",
                "1 | `1.`              | 3  | a digit, found the end of the text",
                "1 | `1.e1`            | 3  | a digit, found 'e'",
                "1 | `1e`              | 3  | a digit, found the end of the text",
                "1 | `1e+-1`           | 4  | a digit, found '-'",
                "1 | `0x1`             | 2  | the end of the text, found 'x'",
                "1 | `[1,]`            | 4  | a value, found ']'",
                "1 | `[,1]`            | 2  | a value, found ','",
                "1 | `[1 2]`           | 4  | ',' or ']', found '2'",
                "1 | `[1`              | 3  | ',' or ']', found the end of the text",
                "1 | `[}`              | 2  | a value, found '}'",
                "1 | `{\"a\":1,}`      | 8  | a member name in quotes, found '}'",
                "1 | `{a:1}`           | 2  | a member name in quotes, found 'a'",
                "1 | `{\"a\" 1}`       | 6  | ':', found '1'",
                "1 | `{\"a\":1 \"b\"`  | 8  | ',' or '}', found '\"'",
                "1 | `{\"a\":}`        | 6  | a value, found '}'",
                "1 | `{\"a\":1,\"\\u0061\":2}` | 8 | each name once, found \"a\" again",
                "1 | `\"a`             | 3  | the closing '\"', found the end of the text",
                "1 | `\"a\\`           | 4  | one of \"\\/bfnrtu after '\\', found the end of the text",
                "1 | `\"\\x\"`         | 3  | one of \"\\/bfnrtu after '\\', found 'x'",
                "1 | `\"\\u12g4\"`     | 6  | four hexadecimal digits after '\\u', found 'g'",
                "1 | `\"\\u12`         | 6  | four hexadecimal digits after '\\u', found the end of the text",
                "1 | `\"\\u123\uff11\"` | 7 | four hexadecimal digits after '\\u', found U+FF11",
                "1 | `\"\\u123\u0080\"` | 7 | four hexadecimal digits after '\\u', found U+0080",
                "1 | `\"ab\\ud83d\"`   | 4  | surrogates in pairs, found one alone",
                "1 | `\"\\ude02\"`     | 2  | surrogates in pairs, found one alone",
                "1 | `\"\\ud83d\\ud83d\"` | 2 | surrogates in pairs, found one alone",
                "1 | `\"\\ud83dx\"`    | 2  | surrogates in pairs, found one alone",
                "1 | `\"\\ud83d`       | 2  | surrogates in pairs, found one alone",
                "1 | `[1,1e999]`       | 4  | a number that a double can hold",
                "1 | `-1e999`          | 1  | a number that a double can hold",
                "1 | `\u007f`          | 1  | a value, found U+007F",
                "1 | `~`               | 1  | a value, found '~'",
                "1 | `!`               | 1  | a value, found '!'",
                "1 | `\"\\ \"`         | 3  | one of \"\\/bfnrtu after '\\', found U+0020",
                "1 | `//`              | 1  | a value, found '/'",
                "1 | `\ufeff1`         | 1  | a value, found U+FEFF",
                "1 | `\u00a01`         | 1  | a value, found U+00A0",
                "1 | `\ud83d\ude02`    | 1  | a value, found U+1F602",
                "1 | `[\"\ud83d\ude02\" x` | 6 | ',' or ']', found 'x'",
            })
    void refusesWithThePositionAndWhatWasExpected(int line, String text, int column, String expected) {
        JsonException refusal = refusal(text);
        assertThat(refusal).hasMessage("line " + line + ", column " + column + ": expected " + expected);
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.column()).isEqualTo(column);
    }

    @Test
    void countsLines() {
        JsonException refusal = refusal("{\r\n \"a\": 1,\n\n  \"b\": x}");
        assertThat(refusal.line()).isEqualTo(4);
        assertThat(refusal.column()).isEqualTo(8);
        assertThat(refusal("\n").line()).isEqualTo(2);
        assertThat(refusal("\n").column()).isEqualTo(1);
    }

    @Test
    void refusesControlCharactersAndLoneSurrogatesThatStandRaw() {
        assertThat(refusal("\"a\tb\""))
                .hasMessage("line 1, column 3: expected control characters escaped in a string, found U+0009");
        assertThat(refusal("\"a\u001f\"").column()).isEqualTo(3);
        assertThat(refusal("\"a\u0000\""))
                .hasMessage("line 1, column 3: expected control characters escaped in a string, found U+0000");
        assertThat(refusal("\"\ud83d\"")).hasMessageContaining("expected surrogates in pairs");
        assertThat(refusal("\"\ud83d\n\"")).hasMessageContaining("expected surrogates in pairs");
        assertThat(refusal("\"\ude02\ud83d\"")).hasMessageContaining("expected surrogates in pairs");
        assertThat(refusal("\ud83d")).hasMessageContaining("found U+D83D");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] overlong = {'[', '"', (byte) 0xc0, (byte) 0x80, '"', ']'};
        byte[] surrogate = {'\n', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
        byte[] cut = {'"', (byte) 0xe2, (byte) 0x82};
        for (byte[] bad : new byte[][] {overlong, surrogate, cut}) {
            assertThatThrownBy(() -> Json.parse(bad))
                    .isInstanceOf(JsonException.class)
                    .hasMessageEndingWith("expected UTF-8, found a byte sequence that is not");
        }
        JsonException second = catchThrowableOfType(JsonException.class, () -> Json.parse(surrogate));
        assertThat(second.line()).isEqualTo(2);
        assertThat(second.column()).isEqualTo(2);
    }

    @Test
    void readsEveryEscapeAndEveryWidth() {
        assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE02x\""))
                .isEqualTo(Json.of("\"\\/\b\f\n\r\t\u00e9\ud83d\ude02x"));
        // In parts, because javac reads these escapes as one pair when they stand together.
        assertThat(Json.parse("\"" + "\ud83d" + "\\ude02\"")).isEqualTo(Json.of("\ud83d\ude02"));
        assertThat(Json.parse("\"\u007f\u0080\uffff \"")).isEqualTo(Json.of("\u007f\u0080\uffff "));
        assertThat(Json.parse("\"\\u0000\\uffff\"")).isEqualTo(Json.of("\u0000\uffff"));
        assertThat(Json.parse("\"\"")).isEqualTo(Json.of(""));
    }

    @Test
    void readsSpaceAnywhereBetweenTokens() {
        assertThat(Json.parse(" \t\r\n{ \"a\" : [ 1 , null ] , \"b\" : { } , \"c\" : [ ] } \n")
                        .text())
                .isEqualTo("{\"a\":[1,null],\"b\":{},\"c\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "-0.0,0",
        "9,9",
        "-12,-12",
        "1E2,100",
        "1e+2,100",
        "1.50e-1,0.15",
        "999999999999999,999999999999999",
        "-99999999999999,-99999999999999",
        "1000000000000000,1000000000000000",
        "9007199254740993,9007199254740992",
        "123456789012345678901234567890,1.2345678901234568e+29",
        "1e-400,0",
        "1.7976931348623157e308,1.7976931348623157e+308"
    })
    void readsNumbersAsTheNearestDouble(String text, String canonical) {
        assertThat(Json.parse(text).text()).isEqualTo(canonical);
    }

    @Test
    void nestsAsDeepAsTheLimitAndNoDeeper() {
        int max = Json.DEPTH_MAX;
        Json deepest = Json.parse("[".repeat(max) + "]".repeat(max));
        assertThat(deepest.text()).isEqualTo("[".repeat(max) + "]".repeat(max));
        assertThat(refusal("[".repeat(max + 1) + "]".repeat(max + 1)))
                .hasMessage("line 1, column 65: expected at most 64 levels of nesting, found '['");
        String objects = "{\"a\":".repeat(max);
        assertThat(Json.parse(objects + "1" + "}".repeat(max))).isInstanceOf(Json.Obj.class);
        assertThat(refusal(objects + "{}")).hasMessageContaining("at most 64 levels");
        assertThat(refusal("[".repeat(1_000_000))).hasMessageContaining("at most 64 levels");
        assertThat(Json.parse("[" + "[],{},".repeat(100) + "1]")).isInstanceOf(Json.Arr.class);
    }

    @Test
    void readsAsMuchAsTheLimitAndNoMore() {
        byte[] full = new byte[Json.INPUT_BYTES_MAX];
        Arrays.fill(full, (byte) ' ');
        full[full.length - 1] = '7';
        assertThat(Json.parse(full)).isEqualTo(Json.of(7));
        assertThat(Json.parse(new String(full, StandardCharsets.UTF_8))).isEqualTo(Json.of(7));
        byte[] over = Arrays.copyOf(full, full.length + 1);
        over[full.length] = ' ';
        assertThatThrownBy(() -> Json.parse(over))
                .isInstanceOf(JsonException.class)
                .hasMessage("line 1, column 1: expected at most 8388608 bytes of JSON, found 8388609");
        assertThat(refusal(new String(over, StandardCharsets.UTF_8))).hasMessageContaining("found 8388609");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\ud83d\ude02"})
    void countsTheBytesOfTextInUtf8(String character) {
        int width = character.getBytes(StandardCharsets.UTF_8).length;
        int room = Json.INPUT_BYTES_MAX - 2;
        String full = '"' + character.repeat(room / width) + " ".repeat(room % width) + '"';
        assertThat(Json.parse(full)).isInstanceOf(Json.Str.class);
        assertThat(refusal(full + " ")).hasMessageContaining("found 8388609");
    }

    private static JsonException refusal(String text) {
        return catchThrowableOfType(JsonException.class, () -> Json.parse(text));
    }
}
