package stemma.gateway;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import stemma.core.Json;
import stemma.core.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Turns words, which have no types, into the JSON that a record's component wants. */
final class WordReader {
    private WordReader() {}

    /** The value of one component from all the words given for it. */
    static JsonNode node(JsonMapper mapper, RecordComponent component, List<String> words) {
        if (component.getType() == List.class) {
            ArrayNode array = mapper.createArrayNode();
            Type element = argument(component.getGenericType());
            words.forEach(word -> array.add(scalar(mapper, component.getName(), element, word)));
            return array;
        }
        if (words.size() > 1) {
            throw bad(component.getName() + " is given " + words.size() + " times");
        }
        return scalar(mapper, component.getName(), component.getGenericType(), words.getFirst());
    }

    /** A default as {@code @Param} writes it; for a list, nothing or one element. */
    static JsonNode byDefault(JsonMapper mapper, RecordComponent component, String word) {
        if (word.isEmpty() && component.getType() == Optional.class) {
            return mapper.nullNode();
        }
        boolean none = word.isEmpty() && component.getType() == List.class;
        return none ? mapper.createArrayNode() : node(mapper, component, List.of(word));
    }

    private static JsonNode scalar(JsonMapper mapper, String name, Type type, String word) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            return scalar(mapper, name, argument(type), word);
        }
        try {
            return switch (type.getTypeName()) {
                case "int", "long", "java.lang.Integer", "java.lang.Long" -> mapper.valueToTree(Long.parseLong(word));
                case "double", "java.lang.Double" -> mapper.valueToTree(Double.parseDouble(word));
                case "boolean", "java.lang.Boolean" -> mapper.valueToTree(truth(word));
                default -> Json.class == type ? mapper.readTree(word) : mapper.valueToTree(word);
            };
        } catch (IllegalArgumentException | JacksonException e) {
            throw bad(name + " is " + wanted(type) + ", not '" + word + "'");
        }
    }

    private static String wanted(Type type) {
        return switch (type.getTypeName()) {
            case "int", "long", "java.lang.Integer", "java.lang.Long" -> "a whole number";
            case "double", "java.lang.Double" -> "a number";
            case "boolean", "java.lang.Boolean" -> "true or false";
            default -> "JSON";
        };
    }

    private static boolean truth(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Type argument(Type type) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
    }

    private static Refusal bad(String message) {
        return new Refusal(Refusal.Kind.BAD_INPUT, message);
    }
}
