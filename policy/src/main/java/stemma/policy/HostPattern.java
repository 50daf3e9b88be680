package stemma.policy;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host by name: {@code example.org} at any port, {@code example.org:443}, {@code *.example.org}
 * for every name below it, {@code *} for all. Names are compared without case and closing dot.
 *
 * @param host lower case, without the {@code *.}
 * @param below whether it stands for the names below the host, and not for the host
 * @param port 0 for any
 */
record HostPattern(String host, boolean below, int port) {
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");
    private static final Pattern OCTET = Pattern.compile("25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]");
    private static final int PORT_MAX = 65_535;
    private static final int HOST_CHARS_MAX = 255;

    /** Parses the written form; throws {@link IllegalArgumentException} that shows one. */
    static HostPattern parse(String text) {
        String host = host(text);
        boolean below = host.startsWith("*.");
        boolean everything = host.equals("*");
        String name = below ? host.substring(2) : host;
        int port = portChars(text) == 0 ? 0 : portOf(text);
        if (port < 0 || text.endsWith(":") || !(everything || plainHost(name))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a host; one looks like example.org, example.org:443 or *.example.org");
        }
        return new HostPattern(name, below, port);
    }

    /** Whether a target is {@code host:port} in a form that only one host has. */
    static boolean wellFormed(String target) {
        String host = host(target);
        return portChars(target) > 0 && portOf(target) > 0 && plainHost(host);
    }

    /** Whether this well-formed target is meant. */
    boolean matches(String target) {
        String name = host(target);
        boolean named = host.equals("*") || (below ? isBelow(name) : name.equals(host));
        return named && (port == 0 || target.endsWith(":" + port));
    }

    private boolean isBelow(String name) {
        int dot = name.length() - host.length() - 1;
        return dot > 0 && name.charAt(dot) == '.' && name.endsWith(host);
    }

    /** The host of {@code host:port} or of a bare host, lower case, without closing dot. */
    static String host(String target) {
        int port = portChars(target);
        String host = port == 0 ? target : target.substring(0, target.length() - port - 1);
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The port of a well-formed target. */
    static int portOf(String target) {
        return port(target.substring(target.length() - portChars(target)));
    }

    /** Whether the host of a well-formed target is this machine itself. */
    static boolean loopback(String target) {
        String host = host(target);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("0.0.0.0")
                || host.startsWith("[");
    }

    private static int portChars(String text) {
        int colon = text.lastIndexOf(':');
        boolean inside = colon < text.lastIndexOf(']');
        return colon < 0 || inside ? 0 : text.length() - colon - 1;
    }

    private static int port(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : -1;
        return port >= 1 && port <= PORT_MAX && digits.charAt(0) != '0' ? port : -1;
    }

    private static boolean plainHost(String host) {
        if (host.length() > HOST_CHARS_MAX) {
            return false;
        }
        if (host.startsWith("[")) {
            return host.matches("\\[[0-9a-f:.]+\\]");
        }
        return NAME.matcher(host).matches() && (!NUMBER.matcher(host).matches() || dottedQuad(host));
    }

    private static boolean dottedQuad(String host) {
        String[] octets = host.split("\\.", -1);
        boolean plain = octets.length == 4;
        for (String octet : octets) {
            plain &= OCTET.matcher(octet).matches();
        }
        return plain;
    }
}
