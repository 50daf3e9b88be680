package stemma.gateway;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/** Finds where in a JSON text a value stands: what is wrong is found in a tree, which has no lines. */
final class JsonPlace {
    private JsonPlace() {}

    /** For example {@code line 1, column 14: }; empty when no such value is written there. */
    static String of(JsonMapper mapper, byte[] json, List<JacksonException.Reference> path) {
        if (path.isEmpty()) {
            return "";
        }
        try (JsonParser in = mapper.createParser(json)) {
            in.nextToken();
            for (JacksonException.Reference step : path) {
                boolean there = step.getPropertyName() == null
                        ? element(in, step.getIndex())
                        : member(in, step.getPropertyName());
                if (!there) {
                    return "";
                }
            }
            return text(Optional.of(in.currentTokenLocation()));
        }
    }

    static String text(Optional<TokenStreamLocation> location) {
        return location.map(at -> "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ")
                .orElse("");
    }

    private static boolean member(JsonParser in, String name) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = in.currentName().equals(name);
            in.nextToken();
            if (found) {
                return true;
            }
            in.skipChildren();
        }
        return false;
    }

    private static boolean element(JsonParser in, int index) {
        for (int i = 0; i < index; i++) {
            in.nextToken();
            in.skipChildren();
        }
        JsonToken at = in.nextToken();
        return at != null && at != JsonToken.END_ARRAY;
    }
}
