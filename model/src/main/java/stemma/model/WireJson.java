package stemma.model;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON from outside within bounds. Unlike the canonical reader it takes text that is split in
 * the middle of a surrogate pair, as streams do, because the pieces are joined before use.
 */
final class WireJson {
    static final int DEPTH_MAX = 64;
    private static final int CHARS_MAX = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(CHARS_MAX)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .build();

    private WireJson() {}

    /** One object; throws {@link WireFault}. */
    static JsonNode object(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            throw new WireFault("it is not JSON (" + e.getOriginalMessage() + ")");
        }
        throw new WireFault("it is not a JSON object");
    }

    static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isString() ? value.stringValue() : "";
    }

    /** What an error member says; empty when there is none. */
    static Optional<String> error(JsonNode node) {
        JsonNode error = node.path("error");
        if (error.isMissingNode() || error.isNull()) {
            return Optional.empty();
        }
        String message = error.isString() ? error.stringValue() : text(error, "message");
        return Optional.of(message.isEmpty() ? "no reason given" : message);
    }
}
