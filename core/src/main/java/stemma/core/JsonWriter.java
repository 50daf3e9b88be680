package stemma.core;

import java.util.Arrays;
import java.util.Map;

/**
 * Writes one JSON text straight into bytes, canonical (RFC 8785) by construction: no space, names
 * in strictly ascending UTF-16 order, ECMAScript numbers, and no escape that is not needed. Records
 * on a hot path are written with it without building a tree. Used once, by one thread.
 *
 * <pre>{@code
 * new JsonWriter().object().name("a").value(1).name("b").value("x").end().bytes()
 * }</pre>
 *
 * <p>A call that the grammar or the order does not allow is an {@link IllegalStateException}; a value
 * that JSON cannot carry is a {@link JsonException}. After either the writer is of no further use.
 */
public final class JsonWriter {

    /** The most bytes of one text; whatever {@link Json#parse(byte[])} accepts fits, re-encoded. */
    public static final int OUTPUT_BYTES_MAX = 64 << 20;

    private static final int START_BYTES = 256;
    private static final int START_LEVELS = 4;
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final int bytesMax;
    private byte[] buffer;
    private int size;

    /** How many containers are open; bit {@code depth - 1} of {@code objects} is set for an object. */
    private int depth;

    private long objects;

    /** The name written last at each level; it counts only once {@code started}. */
    private String[] names = new String[START_LEVELS];

    /** Whether the innermost open container, or the text itself, has content. */
    private boolean started;

    /** Whether a name waits for its value. */
    private boolean named;

    public JsonWriter() {
        this(OUTPUT_BYTES_MAX);
    }

    JsonWriter(int bytesMax) {
        this.bytesMax = bytesMax;
        this.buffer = new byte[Math.min(START_BYTES, bytesMax)];
    }

    /** Opens an object; {@link #end()} closes it. */
    public JsonWriter object() {
        open('{');
        objects |= 1L << (depth - 1);
        return this;
    }

    /** Opens an array; {@link #end()} closes it. */
    public JsonWriter array() {
        open('[');
        objects &= ~(1L << (depth - 1));
        return this;
    }

    /** Closes the innermost open object or array. */
    public JsonWriter end() {
        if (depth == 0 || named) {
            throw new IllegalStateException(named ? "a name has no value yet" : "nothing is open");
        }
        put(inObject() ? '}' : ']');
        depth--;
        started = true;
        return this;
    }

    /** Names the next member, which must come after the one before in UTF-16 order. */
    public JsonWriter name(String name) {
        if (!inObject() || named) {
            throw new IllegalStateException("no name can stand here: \"" + name + "\"");
        }
        if (started) {
            String last = names[depth - 1];
            if (last.compareTo(name) >= 0) {
                throw new IllegalStateException(
                        "names must ascend, but \"" + name + "\" follows \"" + last + "\"");
            }
            put(',');
        }
        names[depth - 1] = name;
        string(name);
        put(':');
        named = true;
        return this;
    }

    /** Writes a string. */
    public JsonWriter value(String value) {
        beforeValue();
        string(value);
        return this;
    }

    /** Writes an integer of at most {@link Json#INTEGER_MAX} either way. */
    public JsonWriter value(long value) {
        JsonText.requireExact(value);
        beforeValue();
        integer(value);
        return this;
    }

    /** Writes a finite double. */
    public JsonWriter value(double value) {
        return value(new Json.Num(value));
    }

    /** Writes {@code true} or {@code false}. */
    public JsonWriter value(boolean value) {
        beforeValue();
        raw(value ? TRUE : FALSE);
        return this;
    }

    /** Writes {@code null}. */
    public JsonWriter nullValue() {
        beforeValue();
        raw(NULL);
        return this;
    }

    /** Writes a whole tree. */
    public JsonWriter value(Json value) {
        switch (value) {
            case Json.Null _ -> nullValue();
            case Json.Bool bool -> value(bool.value());
            case Json.Num num -> number(num);
            case Json.Str str -> value(str.value());
            case Json.Arr arr -> {
                array();
                for (Json item : arr.items()) {
                    value(item);
                }
                end();
            }
            case Json.Obj obj -> {
                object();
                for (Map.Entry<String, Json> member : obj.members().entrySet()) {
                    name(member.getKey()).value(member.getValue());
                }
                end();
            }
        }
        return this;
    }

    /** The finished text in UTF-8. */
    public byte[] bytes() {
        if (depth != 0 || !started) {
            throw new IllegalStateException("the text is not finished");
        }
        return Arrays.copyOf(buffer, size);
    }

    private void open(char bracket) {
        if (depth == Json.DEPTH_MAX) {
            throw new JsonException("JSON has at most " + Json.DEPTH_MAX + " levels of nesting");
        }
        beforeValue();
        put(bracket);
        if (depth == names.length) {
            names = Arrays.copyOf(names, 2 * depth);
        }
        depth++;
        started = false;
    }

    private boolean inObject() {
        return depth > 0 && ((objects >>> (depth - 1)) & 1) == 1;
    }

    private void beforeValue() {
        if (inObject()) {
            if (!named) {
                throw new IllegalStateException("a value in an object needs a name first");
            }
            named = false;
        } else if (started) {
            if (depth == 0) {
                throw new IllegalStateException("the text is finished already");
            }
            put(',');
        }
        started = true;
    }

    private void number(Json.Num num) {
        beforeValue();
        if (num.isInteger()) {
            integer((long) num.value());
        } else {
            ascii(JsonNumber.format(num.value()));
        }
    }

    private void integer(long value) {
        ascii(Long.toString(value));
    }

    private void string(String value) {
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

    private void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[size++] = (byte) text.charAt(i);
        }
    }

    private void raw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void put(int b) {
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
