package stemma.node;

import java.util.Optional;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import stemma.core.Refusal;
import stemma.identity.Handle;

/** The values of one settings file; each throws {@link Refusal} that names file, line and column. */
record TomlValues(String file, TomlParseResult toml) {

    boolean has(String key) {
        return toml.contains(key);
    }

    long whole(String key, long byDefault, long min, long max) {
        Object value = toml.get(key);
        if (value == null) {
            return byDefault;
        }
        if (!(value instanceof Long number) || number < min || number > max) {
            throw at(key, key + " is a whole number from " + min + " to " + max);
        }
        return number;
    }

    boolean flag(String key) {
        Object value = toml.get(key);
        if (value == null) {
            return false;
        }
        if (!(value instanceof Boolean set)) {
            throw at(key, key + " is true or false");
        }
        return set;
    }

    Optional<String> text(String key) {
        Object value = toml.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw at(key, key + " is a text in quotes");
        }
        return Optional.of(text);
    }

    Refusal at(String key, String message) {
        TomlPosition position = toml.inputPositionOf(key);
        return refusal(file, position == null ? TomlPosition.positionAt(1, 1) : position, message);
    }

    /** What stands here is a name: a secret that is written out is refused, and not repeated. */
    Optional<Handle> handle(String key) {
        String other = key + "_variable";
        Optional<String> handle = text(key).filter(text -> !text.isEmpty());
        Optional<String> variable = text(other).filter(text -> !text.isEmpty());
        if (handle.isPresent() && variable.isPresent()) {
            throw at(key, key + " and " + other + " both name a secret; keep one of them");
        }
        try {
            return handle.map(Handle::parse).or(() -> variable.map(name -> new Handle(Handle.Source.ENV, name)));
        } catch (IllegalArgumentException e) {
            throw handle.isPresent()
                    ? at(key, e.getMessage() + "; keep it with: stemma vault put NAME")
                    : at(other, other + " is the name of an environment variable");
        }
    }

    static Refusal refusal(String file, TomlPosition at, String message) {
        return new Refusal(Refusal.Kind.BAD_INPUT, file + ":" + at.line() + ":" + at.column() + ": " + message);
    }
}
