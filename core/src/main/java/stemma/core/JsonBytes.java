package stemma.core;

import java.util.Arrays;

/**
 * The growing bytes of one canonical text: strings in UTF-8 with the escapes that RFC 8785 section
 * 3.2.2.2 asks for, and ASCII. Most text on the hot path is plain ASCII, so that has a path of its own.
 */
final class JsonBytes {

    private static final int START_BYTES = 256;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final int bytesMax;
    private byte[] buffer;
    private int size;

    JsonBytes(int bytesMax) {
        this.bytesMax = bytesMax;
        this.buffer = new byte[Math.min(START_BYTES, bytesMax)];
    }

    /** A copy of what is written so far. */
    byte[] bytes() {
        return Arrays.copyOf(buffer, size);
    }

    /** Writes a string with its quotes. */
    void string(String value) {
        int length = value.length();
        ensure(length + 2L);
        put('"');
        byte[] target = buffer;
        int start = size;
        int i = 0;
        while (i < length && isPlain(value.charAt(i))) {
            target[start + i] = (byte) value.charAt(i++);
        }
        size = start + i;
        if (i < length) {
            encode(value, i);
        }
        put('"');
    }

    /** A character that is itself, in one byte. */
    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    private void encode(String value, int from) {
        int i = from;
        while (i < value.length()) {
            int c = value.codePointAt(i);
            if (c < 0x80) {
                one(c);
            } else if (c < 0x800) {
                put(0xc0 | (c >> 6));
                tail(c, 0);
            } else if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                requireWhole(c, i);
                put(0xe0 | (c >> 12));
                tail(c, 6);
            } else {
                put(0xf0 | (c >> 18));
                tail(c, 12);
            }
            i += Character.charCount(c);
        }
    }

    /** Writes the UTF-8 bytes after the first: six bits each, from the given shift down to 0. */
    private void tail(int c, int shift) {
        for (int s = shift; s >= 0; s -= 6) {
            put(0x80 | ((c >> s) & 0x3f));
        }
    }

    private static void requireWhole(int c, int index) {
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            throw new JsonException("text for JSON has an unpaired surrogate at index " + index);
        }
    }

    private void one(int c) {
        if (isPlain(c)) {
            put(c);
        } else {
            escaped(c);
        }
    }

    private void escaped(int c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\b' -> put('b');
            case '\t' -> put('t');
            case '\n' -> put('n');
            case '\f' -> put('f');
            case '\r' -> put('r');
            default -> {
                ascii("u00");
                put(HEX[c >> 4]);
                put(HEX[c & 0xf]);
            }
        }
    }

    /** Writes text that is known to be ASCII, as it is. */
    void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[size++] = (byte) text.charAt(i);
        }
    }

    /** Writes bytes as they are. */
    void raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    /** Writes one byte. */
    void put(int b) {
        ensure(1);
        buffer[size++] = (byte) b;
    }

    private void ensure(long more) {
        if (size + more > buffer.length) {
            grow(size + more);
        }
    }

    private void grow(long needed) {
        if (needed > bytesMax) {
            throw new JsonException("JSON text is over " + bytesMax + " bytes");
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(bytesMax, Math.max(needed, 2L * buffer.length)));
    }
}
