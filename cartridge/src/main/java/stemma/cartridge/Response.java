package stemma.cartridge;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * What a cartridge answered.
 *
 * @param headers by name, as the cartridge gave them
 * @param fuel units that it took, children included
 */
public record Response(int status, String contentType, Map<String, String> headers, byte[] body, long fuel) {
    /** Used when a cartridge does not say. */
    public static final String TYPE_DEFAULT = "application/json";

    public Response {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
