package stemma.gateway;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the gateway listens and what it puts up with. A port of 0 takes any free one.
 *
 * @param operatorPort console and API, on loopback
 * @param publicPort what others may reach, on loopback until the operator opens it
 * @param metricsPort Prometheus text, on loopback
 * @param bodyBytesMax the largest request body; one byte more is status 413
 * @param headerBytesMax the largest request line with its headers; more is status 431
 * @param idleTimeoutMillis how long a connection may be silent
 * @param requestTimeoutMillis how long a client may take to send its first headers, and each body
 * @param connectionsMax open connections to one listener
 * @param streamsMax open event streams
 * @param heartbeatMillis the longest silence on an event stream
 * @param rates how often each caller may call
 * @param console the folder of the built console; without one the gateway says how to get it
 */
public record GatewayConfig(
        int operatorPort,
        int publicPort,
        int metricsPort,
        int bodyBytesMax,
        int headerBytesMax,
        long idleTimeoutMillis,
        long requestTimeoutMillis,
        int connectionsMax,
        int streamsMax,
        long heartbeatMillis,
        Rates rates,
        Optional<Path> console) {

    /**
     * How often each caller may call, in calls a minute.
     *
     * @param calls of operations, with the token
     * @param console of operations, from the console
     * @param open of pages, and of whether the node lives
     * @param log of pieces of the public log
     * @param metrics of the figures
     */
    public record Rates(int calls, int console, int open, int log, int metrics) {
        /** The most that any may be set to. */
        public static final int CALLS_MAX = 1_000_000;

        public static final Rates STANDARD = new Rates(120, 1_200, 600, 600, 120);

        public Rates {
            for (int each : new int[] {calls, console, open, log, metrics}) {
                if (each < 1 || each > CALLS_MAX) {
                    throw new IllegalArgumentException("a rate is from 1 to " + CALLS_MAX + ", not " + each);
                }
            }
        }

        /** The same with other calls by the token. */
        public Rates withCalls(int aMinute) {
            return new Rates(aMinute, console, open, log, metrics);
        }

        int of(Paces.Kind kind) {
            return switch (kind) {
                case CALLS -> calls;
                case CONSOLE -> console;
                case OPEN -> open;
                case LOG -> log;
                case METRICS -> metrics;
            };
        }
    }

    public GatewayConfig {
        Objects.requireNonNull(rates, "rates");
        Objects.requireNonNull(console, "console");
        requirePort(Listener.OPERATOR, operatorPort);
        requirePort(Listener.PUBLIC, publicPort);
        requirePort(Listener.METRICS, metricsPort);
        require("bodyBytesMax", bodyBytesMax);
        require("headerBytesMax", headerBytesMax);
        require("idleTimeoutMillis", idleTimeoutMillis);
        require("requestTimeoutMillis", requestTimeoutMillis);
        require("connectionsMax", connectionsMax);
        require("streamsMax", streamsMax);
        require("heartbeatMillis", heartbeatMillis);
    }

    /** Ports 4022, 4023 and 9090, and the limits a single operator never meets. */
    public static GatewayConfig standard() {
        return new GatewayConfig(
                4022, 4023, 9090, 1 << 20, 16 << 10, 30_000, 20_000, 256, 64, 5_000, Rates.STANDARD, Optional.empty());
    }

    /** The same limits on other ports. */
    public GatewayConfig onPorts(int operatorPort, int publicPort, int metricsPort) {
        return new GatewayConfig(
                operatorPort,
                publicPort,
                metricsPort,
                bodyBytesMax,
                headerBytesMax,
                idleTimeoutMillis,
                requestTimeoutMillis,
                connectionsMax,
                streamsMax,
                heartbeatMillis,
                rates,
                console);
    }

    /** The same with the console that npm built into the folder. */
    public GatewayConfig withConsole(Path folder) {
        return new GatewayConfig(
                operatorPort,
                publicPort,
                metricsPort,
                bodyBytesMax,
                headerBytesMax,
                idleTimeoutMillis,
                requestTimeoutMillis,
                connectionsMax,
                streamsMax,
                heartbeatMillis,
                rates,
                Optional.of(folder));
    }

    /** The same at other paces. */
    public GatewayConfig withRates(Rates others) {
        return new GatewayConfig(
                operatorPort,
                publicPort,
                metricsPort,
                bodyBytesMax,
                headerBytesMax,
                idleTimeoutMillis,
                requestTimeoutMillis,
                connectionsMax,
                streamsMax,
                heartbeatMillis,
                others,
                console);
    }

    int port(Listener listener) {
        return switch (listener) {
            case OPERATOR -> operatorPort;
            case PUBLIC -> publicPort;
            case METRICS -> metricsPort;
        };
    }

    private static void requirePort(Listener listener, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(listener.setting() + " is a port from 0 to 65535, not " + port);
        }
    }

    private static void require(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, not " + value);
        }
    }
}
