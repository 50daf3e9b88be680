package stemma.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A database server that keeps the state, and how it is spoken to. Its password is no part of it.
 *
 * @param host name or address
 * @param schema holds this node's tables and nothing else
 * @param authority file with the certificates that may have signed the server's; the JVM's where there is none
 * @param connectSecondsMax until a connection stands
 * @param statementSecondsMax until one statement has ended
 */
public record StateServer(
        String host,
        int port,
        String database,
        String user,
        String schema,
        Tls tls,
        Optional<Path> authority,
        int connectSecondsMax,
        int statementSecondsMax) {
    public static final String SCHEMA_DEFAULT = "stemma";
    public static final int PORT_DEFAULT = 5432;
    public static final int CONNECT_SECONDS_MAX = 10;
    public static final int STATEMENT_SECONDS_MAX = 60;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}");
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,39}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final String FORM = "a server is named as postgresql://user@host:5432/database";

    /** How the way to the server is kept from others. */
    public enum Tls {
        /** In the clear. */
        DISABLE,
        /** Encrypted, but whoever answers is believed. */
        REQUIRE,
        /** Encrypted, and the certificate must be the host's. */
        VERIFY_FULL;

        /** What is done where nobody says otherwise: in the clear on this machine alone. */
        public static Tls usual(String host) {
            return LOOPBACK.contains(host) ? DISABLE : VERIFY_FULL;
        }

        /** As a person writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public StateServer {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("a schema's name is 1 to 40 of a-z 0-9 _, and no digit first");
        }
        if (!NAME.matcher(database).matches() || !NAME.matcher(user).matches()) {
            throw new IllegalArgumentException(FORM + "; names are of A-Z a-z 0-9 _ . -");
        }
        if (port < 1 || port > 65_535 || connectSecondsMax < 1 || statementSecondsMax < 1) {
            throw new IllegalArgumentException("port and seconds are above 0, a port at most 65535");
        }
    }

    /**
     * Reads {@code postgresql://user@host:port/database}, with every other setting at its default; throws
     * {@link IllegalArgumentException}, which repeats nothing of the text: a password may stand in it by mistake.
     */
    public static StateServer parse(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(FORM);
        }
        String user = uri.getUserInfo();
        String path = uri.getPath();
        if (!"postgresql".equals(uri.getScheme())
                || uri.getHost() == null
                || user == null
                || path == null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw new IllegalArgumentException(FORM);
        }
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a password does not belong here; " + FORM);
        }
        return new StateServer(
                uri.getHost(),
                uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(),
                path.startsWith("/") ? path.substring(1) : path,
                user,
                SCHEMA_DEFAULT,
                Tls.usual(uri.getHost()),
                Optional.empty(),
                CONNECT_SECONDS_MAX,
                STATEMENT_SECONDS_MAX);
    }

    /** Whether it is reached without leaving this machine. */
    public boolean here() {
        return LOOPBACK.contains(host);
    }

    /** The server and the place on it, for a person. */
    @Override
    public String toString() {
        return host + ":" + port + ", database " + database + ", schema " + schema;
    }
}
