package stemma.core;

import java.util.Map;
import java.util.TreeMap;

/** Collects the members of one object in any order. A name is given once. Not safe between threads. */
public final class JsonBuilder {

    private final Map<String, Json> members = new TreeMap<>();

    JsonBuilder() {}

    public JsonBuilder put(String name, String value) {
        return put(name, Json.of(value));
    }

    public JsonBuilder put(String name, long value) {
        return put(name, Json.of(value));
    }

    public JsonBuilder put(String name, double value) {
        return put(name, Json.of(value));
    }

    public JsonBuilder put(String name, boolean value) {
        return put(name, Json.of(value));
    }

    /**
     * Adds a member.
     *
     * @throws JsonException when the name was given before
     */
    public JsonBuilder put(String name, Json value) {
        if (members.putIfAbsent(name, value) != null) {
            throw new JsonException("member \"" + name + "\" is given twice");
        }
        return this;
    }

    /** The object so far; the builder can go on. */
    public Json.Obj build() {
        return new Json.Obj(members);
    }
}
