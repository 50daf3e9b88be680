package stemma.sandbox;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A POST to a host. It names a secret and never holds one.
 *
 * @param uri {@code http} or {@code https}, with a host and without user information
 * @param headers sent as they are
 * @param secret handle of the key that is sent as bearer token
 * @param body what is sent; the permit is bound to its digest
 * @param limits what the exchange may take
 */
public record EgressRequest(
        URI uri, Map<String, String> headers, Optional<String> secret, byte[] body, EgressLimits limits) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    public EgressRequest {
        headers = Map.copyOf(headers);
        body = body.clone();
        boolean plain = "http".equals(uri.getScheme());
        if (uri.getHost() == null || uri.getUserInfo() != null || !(plain || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("an address is http://HOST/PATH or https://HOST/PATH, not " + uri);
        }
    }

    /** Where it goes: the target of an act. */
    public HostPort host() {
        String name = String.valueOf(uri.getHost());
        boolean bracketed = name.startsWith("[");
        int usual = "http".equals(uri.getScheme()) ? HTTP : HTTPS;
        return new HostPort(
                bracketed ? name.substring(1, name.length() - 1) : name, uri.getPort() < 0 ? usual : uri.getPort());
    }

    boolean clear() {
        return "http".equals(uri.getScheme());
    }
}
