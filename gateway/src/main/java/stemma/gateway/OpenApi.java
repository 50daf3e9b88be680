package stemma.gateway;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import stemma.core.Catalogue;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Secret;

/**
 * The OpenAPI 3.1 document of a catalogue: each operation is a path, each record a schema under the
 * name of its class. Nothing is written by hand, so the document cannot differ from what is served.
 */
final class OpenApi {
    private final Map<String, Json> schemas = new TreeMap<>();

    private OpenApi() {}

    static Json.Obj of(Catalogue catalogue) {
        return new OpenApi().document(catalogue);
    }

    private Json.Obj document(Catalogue catalogue) {
        schemas.put("Error", error());
        Map<String, Json> paths = new TreeMap<>();
        for (Operation<?, ?> operation : catalogue.all()) {
            String method = operation.changes() ? "post" : "get";
            paths.put(Routes.path(operation), object(method, operation(operation)));
        }
        Json bearer = Json.object().put("type", "http").put("scheme", "bearer").build();
        Json components = Json.object()
                .put("schemas", new Json.Obj(schemas))
                .put("securitySchemes", object("token", bearer))
                .build();
        return Json.object()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        Json.object().put("title", "Stemma").put("version", "1").build())
                .put("paths", new Json.Obj(paths))
                .put("components", components)
                .build();
    }

    private Json operation(Operation<?, ?> operation) {
        Json failure = Json.object()
                .put("description", "what is wrong, and the way out")
                .put("content", content(object("$ref", Json.of("#/components/schemas/Error"))))
                .build();
        Json success = Json.object()
                .put("description", "the result")
                .put("content", content(schema(operation.output())))
                .build();
        JsonBuilder built = Json.object()
                .put("operationId", operation.name())
                .put("summary", operation.summary())
                .put("tags", Json.array(Json.of(operation.room())))
                .put("security", Json.array(object("token", Json.array())))
                .put(
                        "responses",
                        Json.object()
                                .put("200", success)
                                .put("default", failure)
                                .build());
        if (operation.changes()) {
            built.put(
                    "requestBody",
                    Json.object()
                            .put("required", true)
                            .put("content", content(schema(operation.input())))
                            .build());
        } else {
            built.put("parameters", Json.array(parameters(operation.input())));
        }
        return built.build();
    }

    private List<Json> parameters(Class<?> input) {
        List<Json> parameters = new ArrayList<>();
        for (RecordComponent component : input.getRecordComponents()) {
            parameters.add(Json.object()
                    .put("name", component.getName())
                    .put("in", "query")
                    .put("required", required(component))
                    .put("description", described(component))
                    .put("schema", schema(component.getGenericType()))
                    .build());
        }
        return parameters;
    }

    private Json schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            Json inner = schema(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]);
            if (generic.getRawType() == List.class) {
                return Json.object().put("type", "array").put("items", inner).build();
            }
            if (generic.getRawType() == Optional.class) {
                return object("anyOf", Json.array(inner, object("type", Json.of("null"))));
            }
            return Json.object()
                    .put("type", "object")
                    .put("additionalProperties", inner)
                    .build();
        }
        return switch (type.getTypeName()) {
            case "int", "long" -> object("type", Json.of("integer"));
            case "double" -> object("type", Json.of("number"));
            case "boolean" -> object("type", Json.of("boolean"));
            default ->
                type instanceof Class<?> named ? schemaOf(named) : Json.object().build();
        };
    }

    private Json schemaOf(Class<?> type) {
        if (Json.class.isAssignableFrom(type)) {
            return Json.object().build();
        }
        if (type == Secret.class) {
            return Json.object()
                    .put("type", "string")
                    .put("format", "password")
                    .put("writeOnly", true)
                    .build();
        }
        if (type.isEnum()) {
            List<Json> words = new ArrayList<>();
            Stream.of(type.getEnumConstants()).forEach(e -> words.add(Json.of(WireTypes.word((Enum<?>) e))));
            return Json.object()
                    .put("type", "string")
                    .put("enum", Json.array(words))
                    .build();
        }
        if (!type.isRecord() || WireTypes.isText(type)) {
            return object("type", Json.of("string"));
        }
        String name = type.getSimpleName();
        if (!schemas.containsKey(name)) {
            schemas.put(name, Json.ofNull());
            schemas.put(name, record(type));
        }
        return object("$ref", Json.of("#/components/schemas/" + name));
    }

    private Json record(Class<?> type) {
        Map<String, Json> properties = new TreeMap<>();
        List<Json> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Json.Obj schema = (Json.Obj) schema(component.getGenericType());
            Map<String, Json> members = new TreeMap<>(schema.members());
            if (!described(component).isEmpty() && !members.containsKey("$ref")) {
                members.put("description", Json.of(described(component)));
            }
            properties.put(component.getName(), new Json.Obj(members));
            if (required(component)) {
                required.add(Json.of(component.getName()));
            }
        }
        return Json.object()
                .put("type", "object")
                .put("properties", new Json.Obj(properties))
                .put("required", Json.array(required))
                .put("additionalProperties", false)
                .build();
    }

    private static Json error() {
        Json string = object("type", Json.of("string"));
        return Json.object()
                .put("type", "object")
                .put(
                        "properties",
                        Json.object()
                                .put("error", string)
                                .put("kind", string)
                                .put("act", string)
                                .build())
                .put("required", Json.array(Json.of("error"), Json.of("kind")))
                .build();
    }

    private static boolean required(RecordComponent component) {
        Param param = component.getAnnotation(Param.class);
        boolean hasDefault = param != null && !param.byDefault().equals(Param.REQUIRED);
        return !hasDefault && component.getType() != Optional.class;
    }

    private static String described(RecordComponent component) {
        Param param = component.getAnnotation(Param.class);
        return param == null ? "" : param.value();
    }

    private static Json content(Json schema) {
        return object(Answer.JSON, object("schema", schema));
    }

    private static Json object(String name, Json value) {
        return Json.object().put(name, value).build();
    }
}
