package stemma.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import stemma.core.Actor;
import stemma.core.Auth;
import stemma.core.Clock;

/**
 * Holds every caller to the pace of what it calls. A caller is a credential where one was shown, and an
 * address otherwise: of IPv6 the first half, because the rest is any household's to choose. Whoever sits
 * behind one proxy is one address. Thread-safe.
 */
final class Paces {
    private static final int NETWORK_BYTES = 8;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** What is called, as far as it matters how often. */
    enum Kind {
        /** An operation, with the token: a program, and programs run wild. */
        CALLS,
        /** An operation, from the console: each event makes it look again at several things. */
        CONSOLE,
        /** Pages, and whether the node lives. */
        OPEN,
        /** Pieces of the public log. */
        LOG,
        /** The figures. */
        METRICS
    }

    private final Map<Kind, Pace> paces = new EnumMap<>(Kind.class);

    Paces(GatewayConfig.Rates rates, Clock clock) {
        for (Kind kind : Kind.values()) {
            paces.put(kind, new Pace(rates.of(kind), clock));
        }
    }

    /** Throws {@link Problem} with status 429 when this is a call too many. */
    void check(Exchange exchange, Route route) {
        Kind kind = kind(exchange, route);
        Pace pace = Objects.requireNonNull(paces.get(kind), "a pace for every kind");
        long waitNanos = pace.take(exchange.listener() + " " + caller(exchange));
        if (waitNanos > 0) {
            long seconds = (waitNanos + SECOND_NANOS - 1) / SECOND_NANOS;
            throw new Problem(
                            429,
                            "too many",
                            "this may be called " + pace.callsMax() + " times a minute; come again in " + seconds
                                    + " s")
                    .with("Retry-After", Long.toString(seconds));
        }
    }

    private static Kind kind(Exchange exchange, Route route) {
        return switch (route.listener()) {
            case METRICS -> Kind.METRICS;
            case PUBLIC -> route.path().startsWith(LogFiles.PREFIX) ? Kind.LOG : Kind.OPEN;
            case OPERATOR -> {
                boolean console =
                        exchange.caller().filter(Guard.CONSOLE::equals).isPresent();
                yield route.auth() == Auth.OPEN ? Kind.OPEN : console ? Kind.CONSOLE : Kind.CALLS;
            }
        };
    }

    private static String caller(Exchange exchange) {
        return exchange.caller().map(Actor::toString).orElseGet(() -> network(exchange.remote()));
    }

    /** The address, as far as it tells one caller from another. */
    static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
