package stemma.cartridge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import stemma.core.Json;
import stemma.core.JsonBuilder;

/**
 * What a cartridge is asked.
 *
 * @param path what follows {@code /c/SLUG}; begins with a slash
 * @param query what follows the question mark, as it was sent
 * @param headers by lower-case name; credentials are never among them
 * @param payment who paid what, as JSON; none where nobody paid
 */
public record Request(
        String method, String path, String query, Map<String, String> headers, byte[] body, Optional<Json> payment) {
    public Request {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(body, "body");
        headers = Map.copyOf(headers);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash, not " + path);
        }
    }

    /** A request without a body. */
    public static Request get(String path) {
        return new Request("GET", path, "", Map.of(), new byte[0], Optional.empty());
    }

    /** A request with a text as its body. */
    public static Request post(String path, String body) {
        return new Request("POST", path, "", Map.of(), body.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    /** The JSON that both bindings hand to the guest; a body that is not UTF-8 goes as Base64. */
    byte[] json() {
        JsonBuilder named = Json.object();
        new TreeMap<>(headers).forEach(named::put);
        JsonBuilder json = Json.object()
                .put("method", method)
                .put("path", path)
                .put("headers", named.build())
                .put("query", query);
        Optional<String> text = text();
        json.put("body", text.orElse(""));
        if (text.isEmpty()) {
            json.put("body_base64", Base64.getEncoder().encodeToString(body));
        }
        payment.ifPresent(paid -> json.put("payment", paid));
        return json.build().canonical();
    }

    private Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
