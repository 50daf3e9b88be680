package stemma.core;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** What text and numbers must be before JSON can carry them. */
final class JsonText {

    private JsonText() {}

    /** Decodes UTF-8 and throws, with the position, at the first byte that is none. */
    static String decode(byte[] utf8) {
        requireInputFits(utf8.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(utf8.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(utf8), text, true);
        text.flip();
        if (result.isError()) {
            throw fault(text, text.length(), "expected UTF-8, found a byte sequence that is not");
        }
        return text.toString();
    }

    static void requireInputFits(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : (c < 0x800 || Character.isSurrogate(c)) ? 2 : 3;
        }
        requireInputFits(bytes);
    }

    private static void requireInputFits(long bytes) {
        if (bytes > Json.INPUT_BYTES_MAX) {
            throw new JsonException(
                    1, 1, "expected at most " + Json.INPUT_BYTES_MAX + " bytes of JSON, found " + bytes);
        }
    }

    static void requirePaired(String text) {
        int unpaired = unpaired(text);
        if (unpaired >= 0) {
            throw new JsonException("text for JSON has an unpaired surrogate at index " + unpaired);
        }
    }

    /** The index of the first surrogate that is not half of a pair, or -1. */
    static int unpaired(String text) {
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return i;
            }
            i += Character.charCount(c);
        }
        return -1;
    }

    static void requireExact(long value) {
        if (value > Json.INTEGER_MAX || value < -Json.INTEGER_MAX) {
            throw new JsonException("a JSON integer is within 2^53, but this one is " + value);
        }
    }

    /** A fault at an index of a text, with its line and column counted from 1. */
    static JsonException fault(CharSequence text, int index, String message) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = 1 + Character.codePointCount(text, lineStart, index);
        return new JsonException(line, column, message);
    }
}
