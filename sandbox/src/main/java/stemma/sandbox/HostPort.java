package stemma.sandbox;

import java.util.Locale;
import java.util.Objects;

/**
 * A host, by name or literal address, and one port.
 *
 * @param host lower case, without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final int HTTPS = 443;
    private static final int PORT_MAX = 65_535;

    public HostPort {
        host = Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        if (!host.matches("[a-z0-9_]([a-z0-9._-]{0,251}[a-z0-9_])?|[0-9a-f:.]{2,45}")) {
            throw new IllegalArgumentException("not a host name or address: " + host);
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** Reads {@code HOST}, {@code HOST:PORT} or {@code [ADDRESS]:PORT}; without a port, 443 is meant. */
    public static HostPort parse(String text) {
        return parse(text, HTTPS);
    }

    static HostPort parse(String text, int portWhenAbsent) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        int colon = text.indexOf(':', Math.max(bracket, 0));
        String host = bracket > 0 ? text.substring(1, bracket) : colon < 0 ? text : text.substring(0, colon);
        if (colon < 0) {
            return new HostPort(host, portWhenAbsent);
        }
        try {
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not HOST or HOST:PORT: " + text, e);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
