package stemma.model;

import stemma.core.Json;

/**
 * A model's wish to call a tool.
 *
 * @param id the model's own name for this call; made up where the model gave none
 * @param name of the tool
 * @param text the arguments exactly as the model wrote them
 * @param arguments what they mean
 */
public record ToolCall(String id, String name, String text, Arguments arguments) {
    /** The arguments, or why they are none. */
    public sealed interface Arguments {
        record Given(Json.Obj value) implements Arguments {}

        /**
         * @param reason one sentence that can be sent back to the model
         */
        record Unusable(String reason) implements Arguments {}
    }
}
