package stemma.core;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A JSON value that can be hashed: every value here has exactly one canonical encoding (RFC 8785),
 * so equal values have equal digests. What has no such encoding cannot be built: numbers are finite
 * doubles and strings are whole Unicode text. Values are immutable and safe between threads.
 */
public sealed interface Json {

    /** The most levels of arrays and objects inside each other, in reading and in writing. */
    int DEPTH_MAX = 64;

    /** The most UTF-8 bytes of a text that is parsed. */
    int INPUT_BYTES_MAX = 8 << 20;

    /** The largest magnitude up to which every integer is a double of its own: 2 to the 53. */
    long INTEGER_MAX = 1L << 53;

    /** JSON's {@code null}. */
    record Null() implements Json {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {}

    /** A finite double; negative zero becomes zero, as its canonical encoding says. */
    record Num(double value) implements Json {
        public Num {
            if (!Double.isFinite(value)) {
                throw new JsonException("a JSON number is finite, but this one is " + value);
            }
            value += 0.0;
        }

        boolean isInteger() {
            return value == Math.rint(value) && Math.abs(value) <= INTEGER_MAX;
        }
    }

    /** Unicode text; an unpaired surrogate is refused. */
    record Str(String value) implements Json {
        public Str {
            JsonText.requirePaired(value);
        }
    }

    /** Values in order. The list is copied and unmodifiable. */
    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** Members by name. The map is copied, unmodifiable, and in canonical order. */
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            TreeMap<String, Json> sorted = new TreeMap<>();
            for (Map.Entry<String, Json> member : members.entrySet()) {
                JsonText.requirePaired(member.getKey());
                sorted.put(member.getKey(), member.getValue());
            }
            members = Collections.unmodifiableSortedMap(sorted);
        }

        /** The member, or empty when there is none of that name. */
        public Optional<Json> find(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /**
         * The text of a string member. Like the other typed accessors it throws a
         * {@link JsonException} that names the member when it is missing or of another type.
         */
        public String string(String name) {
            return member(name, Str.class, "a string").value();
        }

        /** The value of a number member. */
        public double number(String name) {
            return member(name, Num.class, "a number").value();
        }

        /** The value of a number member that is an integer of at most {@link #INTEGER_MAX}. */
        public long longNumber(String name) {
            Num number = member(name, Num.class, "an integer");
            if (!number.isInteger()) {
                throw new JsonException(
                        "member \"" + name + "\" must be an integer within 2^53, but is " + number.text());
            }
            return (long) number.value();
        }

        /** The value of a boolean member. */
        public boolean bool(String name) {
            return member(name, Bool.class, "true or false").value();
        }

        /** An array member. */
        public Arr array(String name) {
            return member(name, Arr.class, "an array");
        }

        /** An object member. */
        public Obj object(String name) {
            return member(name, Obj.class, "an object");
        }

        private <J extends Json> J member(String name, Class<J> type, String wanted) {
            Json found = find(name)
                    .orElseThrow(() -> new JsonException("member \"" + name + "\" is missing; it must be " + wanted));
            if (!type.isInstance(found)) {
                throw new JsonException("member \"" + name + "\" must be " + wanted + ", but is " + found.kind());
            }
            return type.cast(found);
        }
    }

    /**
     * Reads one JSON text strictly: no duplicate names, unpaired surrogates, trailing data, comments,
     * or numbers beyond a double, within {@link #DEPTH_MAX} and {@link #INPUT_BYTES_MAX}. Numbers
     * are rounded to the nearest double.
     *
     * @throws JsonException with the position of the first fault
     */
    static Json parse(byte[] utf8) {
        return new JsonParser(JsonText.decode(utf8)).document();
    }

    /** Reads one JSON text as {@link #parse(byte[])} does. */
    static Json parse(String text) {
        JsonText.requireInputFits(text);
        return new JsonParser(text).document();
    }

    static Json ofNull() {
        return new Null();
    }

    static Json of(String value) {
        return new Str(value);
    }

    /** An integer of at most {@link #INTEGER_MAX} either way; beyond it neighbours would collide. */
    static Json of(long value) {
        JsonText.requireExact(value);
        return new Num(value);
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Json of(double value) {
        return new Num(value);
    }

    static Arr array(Json... items) {
        return new Arr(List.of(items));
    }

    static Arr array(Collection<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    /** A builder for one object. */
    static JsonBuilder object() {
        return new JsonBuilder();
    }

    /** The canonical encoding of RFC 8785 in UTF-8. */
    default byte[] canonical() {
        return new JsonWriter().value(this).bytes();
    }

    /** The canonical encoding as text. */
    default String text() {
        return new String(canonical(), StandardCharsets.UTF_8);
    }

    /** What a person calls this type of value, with its article. */
    private String kind() {
        return switch (this) {
            case Null _ -> "null";
            case Bool _ -> "a boolean";
            case Num _ -> "a number";
            case Str _ -> "a string";
            case Arr _ -> "an array";
            case Obj _ -> "an object";
        };
    }
}
