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

    private static final int START_LEVELS = 4;

    private final JsonBytes out;

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
        this.out = new JsonBytes(bytesMax);
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
        out.put(inObject() ? '}' : ']');
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
                throw new IllegalStateException("names must ascend, but \"" + name + "\" follows \"" + last + "\"");
            }
            out.put(',');
        }
        names[depth - 1] = name;
        out.string(name);
        out.put(':');
        named = true;
        return this;
    }

    /** Writes a string. */
    public JsonWriter value(String value) {
        beforeValue();
        out.string(value);
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
        out.ascii(value ? "true" : "false");
        return this;
    }

    /** Writes {@code null}. */
    public JsonWriter nullValue() {
        beforeValue();
        out.ascii("null");
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

    /** Writes a value whose canonical encoding is known. */
    JsonWriter encoded(byte[] canonical) {
        beforeValue();
        out.raw(canonical);
        return this;
    }

    /** The finished text in UTF-8. */
    public byte[] bytes() {
        if (depth != 0 || !started) {
            throw new IllegalStateException("the text is not finished");
        }
        return out.bytes();
    }

    private void open(char bracket) {
        if (depth == Json.DEPTH_MAX) {
            throw new JsonException("JSON has at most " + Json.DEPTH_MAX + " levels of nesting");
        }
        beforeValue();
        out.put(bracket);
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
            out.put(',');
        }
        started = true;
    }

    private void number(Json.Num num) {
        beforeValue();
        if (num.isInteger()) {
            integer((long) num.value());
        } else {
            out.ascii(JsonNumber.format(num.value()));
        }
    }

    private void integer(long value) {
        out.ascii(Long.toString(value));
    }
}
