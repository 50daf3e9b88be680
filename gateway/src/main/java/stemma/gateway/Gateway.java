package stemma.gateway;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import stemma.core.Catalogue;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Events;

/**
 * The node's HTTP edge: an operator listener with console and API, a public one, and one for
 * metrics, all on loopback. Open from {@link #open} until {@link #close}. Thread-safe.
 *
 * <pre>
 *   socket -> limits -> guard (host, origin, caller) -> route -> operation -> answer
 * </pre>
 */
public final class Gateway implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int THREADS_MAX = 24;
    private static final int THREADS_KEPT = 4;
    private static final long STOP_TIMEOUT_MILLIS = 2_000;

    private final Server server;
    private final FrontDoor door;
    private final Routes routes;
    private final Credentials credentials;
    private final List<ServerConnector> connectors;

    private Gateway(
            Server server, FrontDoor door, Routes routes, Credentials credentials, List<ServerConnector> connectors) {
        this.server = server;
        this.door = door;
        this.routes = routes;
        this.credentials = credentials;
        this.connectors = connectors;
    }

    /**
     * What the gateway asks of the rest of the node.
     *
     * @param events what happens, as it happens
     * @param replay what happened, from the log
     * @param log what strangers may see of it
     * @param programs what answers strangers
     */
    public record Ports(
            Events events,
            Replay replay,
            PublicFiles log,
            PublicPrograms programs,
            Health health,
            Figures figures,
            Clock clock,
            Entropy entropy) {
        public Ports {
            Objects.requireNonNull(events, "events");
            Objects.requireNonNull(replay, "replay");
            Objects.requireNonNull(log, "log");
            Objects.requireNonNull(programs, "programs");
            Objects.requireNonNull(health, "health");
            Objects.requireNonNull(figures, "figures");
            Objects.requireNonNull(clock, "clock");
            Objects.requireNonNull(entropy, "entropy");
        }
    }

    /** Opens all listeners, or none: {@link GatewayFailed} names the port that is in use. */
    public static Gateway open(GatewayConfig config, Catalogue catalogue, Token token, Ports ports) {
        Credentials credentials = new Credentials(token, ports.clock(), ports.entropy());
        Guard guard = new Guard(credentials);
        MetricsText metrics = new MetricsText(ports.figures(), ports.clock());
        EventStream events = new EventStream(ports.events(), ports.replay(), config);
        Login login = new Login(credentials, guard);
        ConsoleFiles console = ConsoleFiles.load(config.console());
        Routes routes = Routes.of(
                catalogue,
                events,
                metrics,
                ports.health(),
                login,
                console,
                new LogFiles(ports.log()),
                new ProgramDoor(ports.programs()));
        FrontDoor door = new FrontDoor(routes, guard, config, metrics, ports.clock(), ports.entropy());

        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, THREADS_KEPT);
        threads.setName("gateway");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("gateway-"));
        Server server = new Server(threads, new ScheduledExecutorScheduler("gateway-timer", true), null);
        server.setStopTimeout(0);
        server.setHandler(door);
        server.setErrorHandler(new BadMessages(metrics));
        List<ServerConnector> connectors = new ArrayList<>();
        Gateway gateway = new Gateway(server, door, routes, credentials, connectors);
        try {
            for (Listener listener : Listener.values()) {
                connectors.add(listen(server, listener, config));
            }
            server.start();
            return gateway;
        } catch (GatewayFailed e) {
            gateway.close();
            throw e;
        } catch (Exception e) {
            gateway.close();
            throw new GatewayFailed("the HTTP server did not start: " + e.getMessage(), e);
        }
    }

    /** The port a listener really has. */
    public int port(Listener listener) {
        return connectors.get(List.of(Listener.values()).indexOf(listener)).getLocalPort();
    }

    /** A link that logs one browser in, once, within ten minutes. */
    public URI loginLink() {
        return URI.create("http://" + LOOPBACK + ":" + port(Listener.OPERATOR) + "/login?once=" + credentials.code());
    }

    /** Every route there is, one line each: listener, method, path, auth class. */
    public List<String> routes() {
        return routes.all().stream().map(Route::toString).toList();
    }

    /** Ends event streams, gives requests two seconds, and frees the ports. */
    @Override
    public void close() {
        door.hangUp();
        try {
            server.stop();
        } catch (Exception e) {
            throw new GatewayFailed("the HTTP server did not stop: " + e.getMessage(), e);
        } finally {
            connectors.forEach(ServerConnector::close);
        }
    }

    private static ServerConnector listen(Server server, Listener listener, GatewayConfig config) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(config.headerBytesMax());
        ServerConnector connector =
                new ServerConnector(server, null, null, null, 0, 1, new HttpConnectionFactory(http));
        connector.setName(listener.name());
        connector.setHost(LOOPBACK);
        connector.setPort(config.port(listener));
        connector.setIdleTimeout(config.idleTimeoutMillis());
        connector.setShutdownIdleTimeout(STOP_TIMEOUT_MILLIS);
        connector.addBean(new SlowOpeners(server.getScheduler(), config.requestTimeoutMillis()));
        connector.addBean(new NetworkConnectionLimit(config.connectionsMax(), connector));
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            throw new GatewayFailed(
                    "port " + config.port(listener) + " on " + LOOPBACK + " is in use; stop what listens there, "
                            + "or set " + listener.setting() + " to another port",
                    e);
        }
        return connector;
    }
}
