package stemma.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import stemma.core.Actor;
import stemma.core.Auth;

/**
 * Stands before every route.
 *
 * <p>A listener on loopback is reachable by every page in the operator's browser, which knows no
 * token but may bring the cookie along. Hence, before any credential is looked at: the Host header
 * must name this listener, or a foreign name was pointed at loopback (DNS rebinding); an Origin
 * must be this listener's own; and what changes anything must be JSON, which no foreign page can
 * send unasked. With a cookie, a change must say its Origin, and a read must not come from another
 * site. Thread-safe.
 */
final class Guard {
    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost", "[::1]");
    private static final String BEARER = "Bearer ";

    /** Who calls a route that is open to anyone. */
    static final Actor NOBODY = Actor.node("gateway");

    /** Whoever shows the token. */
    static final Actor API = Actor.operator("api");

    /** A browser that has logged in. */
    static final Actor CONSOLE = Actor.operator("console");

    private final Credentials credentials;

    Guard(Credentials credentials) {
        this.credentials = credentials;
    }

    /** Throws {@link Problem} unless the request is addressed to this listener by itself. */
    void checkAddress(Exchange exchange) {
        String host = exchange.header("Host").orElse("").toLowerCase(Locale.ROOT);
        if (exchange.headerCount("Host") != 1 || addresses(exchange).noneMatch(host::equals)) {
            throw new Problem(
                    421,
                    "wrong host",
                    "this listener is called 127.0.0.1:" + exchange.port() + " or localhost:" + exchange.port()
                            + "; the Host header names something else");
        }
        Optional<String> origin = exchange.header("Origin");
        if (origin.isPresent()
                && addresses(exchange).noneMatch(own -> origin.get().equals("http://" + own))) {
            throw foreign();
        }
    }

    /** Throws {@link Problem} unless the caller may use the route; notes on the exchange who it is. */
    void checkCaller(Exchange exchange, Route route) {
        boolean changes = route.method().equals("POST");
        if (changes && !isJson(exchange.header("Content-Type").orElse(""))) {
            throw new Problem(415, "bad input", "send the body as Content-Type: application/json");
        }
        if (route.auth() == Auth.OPEN) {
            return;
        }
        Optional<String> bearer = exchange.header("Authorization");
        if (bearer.isPresent()) {
            if (!bearer.get().startsWith(BEARER)
                    || !credentials.isToken(
                            bearer.get().substring(BEARER.length()).strip())) {
                throw refuse("the token is wrong; the right one is in the node's home");
            }
            exchange.calledBy(API);
            return;
        }
        Optional<String> cookie = exchange.cookie(cookieName(exchange.port()));
        if (cookie.isEmpty()) {
            throw unauthorized("this needs the operator's token, or a browser that has logged in: "
                    + "'stemma login' prints a link");
        }
        if (!credentials.isSession(cookie.get())) {
            throw refuse("the login has ended; 'stemma login' prints a new link");
        }
        String site = exchange.header("Sec-Fetch-Site").orElse("same-origin");
        boolean own = site.equals("same-origin") || site.equals("none");
        if (!own || (changes && exchange.header("Origin").isEmpty())) {
            throw foreign();
        }
        exchange.calledBy(CONSOLE);
    }

    /** Counts a wrong credential and says so; past the bound it says only to wait. */
    Problem refuse(String message) {
        if (credentials.mayFail()) {
            return unauthorized(message);
        }
        long seconds = Credentials.FAILURES_WINDOW_MILLIS / 1_000;
        return new Problem(429, "too many", "too many wrong credentials; wait a minute")
                .with("Retry-After", Long.toString(seconds));
    }

    /** Ports share cookies, so the name says which listener one belongs to. */
    static String cookieName(int port) {
        return "stemma-" + port;
    }

    private static boolean isJson(String type) {
        String bare = type.split(";", 2)[0].strip();
        return bare.equalsIgnoreCase("application/json");
    }

    private static Stream<String> addresses(Exchange exchange) {
        return HOSTS.stream().map(host -> host + ":" + exchange.port());
    }

    private static Problem unauthorized(String message) {
        return new Problem(401, "unauthorized", message).with("WWW-Authenticate", "Bearer");
    }

    private static Problem foreign() {
        return new Problem(403, "foreign origin", "another site's page sent this; only the console itself may");
    }
}
