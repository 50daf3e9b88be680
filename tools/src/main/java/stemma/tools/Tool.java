package stemma.tools;

import java.util.function.Function;
import stemma.core.Json;

/**
 * One thing a language model may call.
 *
 * @param name as the model says it
 * @param description for the model: what it does, when to use it, what it returns
 * @param parameters JSON Schema of the arguments, an object
 * @param readOnly whether it changes nothing; it says nothing about what policy decides
 * @param call does it through the gate; never throws for what the model did wrong
 */
public record Tool(
        String name, String description, Json.Obj parameters, boolean readOnly, Function<Json.Obj, ToolResult> call) {}
