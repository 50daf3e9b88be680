package stemma.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A strict recursive-descent reader of one JSON text (RFC 8259), used once. */
final class JsonParser {

    private static final int EXACT_DIGITS_MAX = 15;

    private final String text;
    private int at;

    JsonParser(String text) {
        this.text = text;
    }

    Json document() {
        Json value = value(0);
        skipSpace();
        if (at < text.length()) {
            throw expected("the end of the text");
        }
        return value;
    }

    /** Reads a value inside {@code depth} containers, and the space before it. */
    private Json value(int depth) {
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Str(string());
            case 't' -> literal("true", Json.of(true));
            case 'f' -> literal("false", Json.of(false));
            case 'n' -> literal("null", Json.ofNull());
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw expected("a value");
        };
    }

    private Json object(int depth) {
        open(depth);
        Map<String, Json> members = new TreeMap<>();
        skipSpace();
        if (!accept('}')) {
            do {
                member(members, depth);
                skipSpace();
            } while (accept(','));
            require('}', "',' or '}'");
        }
        return new Json.Obj(members);
    }

    private void member(Map<String, Json> members, int depth) {
        skipSpace();
        int start = at;
        if (peek() != '"') {
            throw expected("a member name in quotes");
        }
        String name = string();
        if (members.containsKey(name)) {
            throw JsonText.fault(text, start, "expected each name once, found \"" + name + "\" again");
        }
        skipSpace();
        require(':', "':'");
        members.put(name, value(depth + 1));
    }

    private Json array(int depth) {
        open(depth);
        List<Json> items = new ArrayList<>();
        skipSpace();
        if (!accept(']')) {
            do {
                items.add(value(depth + 1));
                skipSpace();
            } while (accept(','));
            require(']', "',' or ']'");
        }
        return new Json.Arr(items);
    }

    private void open(int depth) {
        if (depth == Json.DEPTH_MAX) {
            throw expected("at most " + Json.DEPTH_MAX + " levels of nesting");
        }
        at++;
    }

    private Json literal(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw expected(word);
        }
        at += word.length();
        return value;
    }

    private Json number() {
        int start = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        boolean plain = true;
        if (accept('.')) {
            plain = false;
            digits();
        }
        if (accept('e') || accept('E')) {
            plain = false;
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        if (plain && at - start <= EXACT_DIGITS_MAX) {
            return new Json.Num(Long.parseLong(text, start, at, 10));
        }
        double value = Double.parseDouble(text.substring(start, at));
        if (!Double.isFinite(value)) {
            throw JsonText.fault(text, start, "expected a number that a double can hold");
        }
        return new Json.Num(value);
    }

    private void digits() {
        if (!isDigit(peek())) {
            throw expected("a digit");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Reads a string from its opening quote to past its closing one. */
    private String string() {
        int start = ++at;
        while (isPlain(peek())) {
            at++;
        }
        String value = text.substring(start, at);
        if (!accept('"')) {
            StringBuilder built = new StringBuilder(value);
            do {
                piece(built);
            } while (!accept('"'));
            value = built.toString();
        }
        return value;
    }

    /** A character that stands for itself and cannot be half of anything. */
    private static boolean isPlain(int c) {
        return c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate((char) c);
    }

    /** Reads one character of a string, escaped or not, or one surrogate pair. */
    private void piece(StringBuilder built) {
        int start = at;
        char first = unit();
        built.append(first);
        if (!Character.isSurrogate(first)) {
            return;
        }
        if (Character.isHighSurrogate(first) && peek() >= ' ' && peek() != '"') {
            char second = unit();
            if (Character.isLowSurrogate(second)) {
                built.append(second);
                return;
            }
        }
        throw JsonText.fault(text, start, "expected surrogates in pairs, found one alone");
    }

    private char unit() {
        int c = peek();
        if (c < ' ') {
            throw expected(c < 0 ? "the closing '\"'" : "control characters escaped in a string");
        }
        at++;
        return c == '\\' ? escape() : (char) c;
    }

    private char escape() {
        int c = peek();
        char plain = switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> 0;
            default -> throw expected("one of \"\\/bfnrtu after '\\'");
        };
        at++;
        return c == 'u' ? hexUnit() : plain;
    }

    private char hexUnit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw expected("four hexadecimal digits after '\\u'");
            }
            unit = (unit << 4) | digit;
            at++;
        }
        return (char) unit;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The next UTF-16 unit, or -1 at the end. */
    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private boolean accept(char c) {
        boolean here = peek() == c;
        if (here) {
            at++;
        }
        return here;
    }

    private void require(char c, String wanted) {
        if (!accept(c)) {
            throw expected(wanted);
        }
    }

    private JsonException expected(String wanted) {
        return JsonText.fault(text, at, "expected " + wanted + ", found " + found());
    }

    private String found() {
        if (at == text.length()) {
            return "the end of the text";
        }
        int c = text.codePointAt(at);
        return c > ' ' && c < 0x7f ? "'" + (char) c + "'" : String.format("U+%04X", c);
    }
}
