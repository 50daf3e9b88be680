package stemma.gateway;

import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stemma.core.Param;
import stemma.core.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records to JSON and back: the one shape an operation's input and output have on the wire, on the
 * command line with {@code --json}, and in the OpenAPI document. A record is an object of its
 * components; act ids, digests and actors are strings; an enum constant is its name in lower case
 * with spaces; an empty {@link Optional} is null.
 *
 * <p>Reading is strict: an unknown, repeated or ill-typed member is refused by name, and so is a
 * missing one unless its {@link Param} has a default. Nothing is ever read as a class the caller
 * names. Thread-safe.
 */
public final class Wire {
    /** The deepest nesting that is read. */
    public static final int NESTING_MAX = 64;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .annotationIntrospector(WireTypes.enums())
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .addModule(WireTypes.module())
            .build();

    /** The record as compact JSON in UTF-8. */
    public byte[] bytes(Record value) {
        return mapper.writeValueAsBytes(value);
    }

    /** The record as JSON over several lines, for people. */
    public String text(Record value) {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    /** Reads a record from JSON; a {@link Refusal} says where the text, or which member, is wrong. */
    public <T extends Record> T read(Class<T> type, byte[] json) {
        JsonNode tree;
        try {
            tree = mapper.readTree(json);
        } catch (JacksonException e) {
            throw bad("this is not JSON: " + where(e) + e.getOriginalMessage());
        }
        if (!(tree instanceof ObjectNode object)) {
            throw bad("the input is a JSON object with " + members(type));
        }
        requireWholeText(object);
        return bind(type, object, path -> JsonPlace.of(mapper, json, path));
    }

    /** Half a surrogate pair is no text: it has no UTF-8, so it could not be logged as it was said. */
    private static void requireWholeText(JsonNode node) {
        if (node.isString() && !StandardCharsets.UTF_8.newEncoder().canEncode(node.stringValue())) {
            throw bad("a text in this JSON holds half of a surrogate pair");
        }
        node.forEach(Wire::requireWholeText);
    }

    /** Reads a record from words, as a query string or a command line gives them. */
    public <T extends Record> T read(Class<T> type, Map<String, List<String>> words) {
        ObjectNode object = mapper.createObjectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            List<String> given = words.getOrDefault(component.getName(), List.of());
            if (!given.isEmpty()) {
                object.set(component.getName(), WordReader.node(mapper, component, given));
            }
        }
        for (String name : words.keySet()) {
            if (!members(type).contains(name)) {
                throw bad(unknown(name, type));
            }
        }
        return bind(type, object, path -> "");
    }

    private <T extends Record> T bind(Class<T> type, ObjectNode object, Place place) {
        for (RecordComponent component : type.getRecordComponents()) {
            complete(component, object);
        }
        try {
            return mapper.treeToValue(object, type);
        } catch (UnrecognizedPropertyException e) {
            throw bad(place.of(e.getPath()) + unknown(e.getPropertyName(), type));
        } catch (MismatchedInputException e) {
            throw bad(place.of(e.getPath()) + path(e) + " is not " + wanted(e.getTargetType()));
        } catch (JacksonException e) {
            throw refused(e, place);
        }
    }

    /** Where in the text that was sent a value stands; nowhere when words were sent. */
    private interface Place {
        String of(List<JacksonException.Reference> path);
    }

    private void complete(RecordComponent component, ObjectNode object) {
        String name = component.getName();
        JsonNode given = object.get(name);
        boolean optional = component.getType() == Optional.class;
        if (given != null && (!given.isNull() || optional)) {
            return;
        }
        @Nullable Param param = component.getAnnotation(Param.class);
        if (given == null && param != null && !param.byDefault().equals(Param.REQUIRED)) {
            object.set(name, WordReader.byDefault(mapper, component, param.byDefault()));
        } else if (given == null && optional) {
            object.putNull(name);
        } else {
            throw bad(name
                    + (given == null ? " is missing" : " is null")
                    + (param == null ? "" : "; it is " + param.value()));
        }
    }

    private static String unknown(String name, Class<?> type) {
        Set<String> known = members(type);
        return "there is no '" + name + "' here, only " + (known.isEmpty() ? "an empty object" : known);
    }

    private static Set<String> members(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            names.add(component.getName());
        }
        return names;
    }

    /** A constructor that refused its arguments says why; everything else is only not what was asked. */
    private static Refusal refused(JacksonException failure, Place place) {
        Throwable cause = failure.getCause();
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        String why = cause instanceof IllegalArgumentException argument && argument.getMessage() != null
                ? String.valueOf(argument.getMessage())
                : "this value is not allowed";
        String path = path(failure);
        return bad(path.equals("the input") ? why : place.of(failure.getPath()) + path + ": " + why);
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? "the input" : path.toString();
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "what is wanted here";
        }
        if (type.isEnum()) {
            return "one of "
                    + Stream.of(type.getEnumConstants())
                            .map(e -> WireTypes.word((Enum<?>) e))
                            .toList();
        }
        return switch (type.getSimpleName()) {
            case "String" -> "a string";
            case "int", "long", "Integer", "Long" -> "an integer";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            default -> List.class.isAssignableFrom(type) ? "an array" : "a valid " + type.getSimpleName();
        };
    }

    private static String where(JacksonException failure) {
        return JsonPlace.text(Optional.ofNullable(failure.getLocation()));
    }

    private static Refusal bad(String message) {
        return new Refusal(Refusal.Kind.BAD_INPUT, message);
    }
}
