package stemma.model;

import java.util.regex.Pattern;
import stemma.core.Json;

/**
 * A tool that is offered to a model.
 *
 * @param name 1 to 64 of {@code A-Z a-z 0-9 _ -}
 * @param description for the model
 * @param parameters JSON Schema of the arguments, an object
 */
public record ToolSpec(String name, String description, Json.Obj parameters) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ToolSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a tool's name is 1 to 64 of A-Z a-z 0-9 _ -, not '" + name + "'");
        }
    }
}
