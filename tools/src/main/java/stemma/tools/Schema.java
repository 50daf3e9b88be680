package stemma.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stemma.core.Json;

/** Builds the JSON Schema of a tool's arguments. Not thread-safe. */
final class Schema {
    private final Map<String, Json> properties = new LinkedHashMap<>();
    private final List<Json> required = new ArrayList<>();

    Schema text(String name, String description) {
        return add(name, "string", description);
    }

    Schema number(String name, String description) {
        return add(name, "integer", description);
    }

    Schema flag(String name, String description) {
        return add(name, "boolean", description);
    }

    Schema texts(String name, String description) {
        properties.put(
                name,
                Json.object()
                        .put("type", "array")
                        .put("items", Json.object().put("type", "string").build())
                        .put("description", description)
                        .build());
        return this;
    }

    Schema require(String... names) {
        for (String name : names) {
            required.add(Json.of(name));
        }
        return this;
    }

    Set<String> names() {
        return properties.keySet();
    }

    Json.Obj build() {
        return Json.object()
                .put("type", "object")
                .put("properties", new Json.Obj(properties))
                .put("required", Json.array(required))
                .put("additionalProperties", false)
                .build();
    }

    private Schema add(String name, String type, String description) {
        properties.put(
                name,
                Json.object().put("type", type).put("description", description).build());
        return this;
    }
}
