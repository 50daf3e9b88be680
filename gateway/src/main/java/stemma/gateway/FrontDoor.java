package stemma.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Refusal;

/**
 * The one handler behind every listener: guard, route, pace, answer. Runs on a virtual thread, so that it
 * may block. What a route did not expect becomes status 500 with an id; the trace goes to the log
 * under that id and nowhere else.
 */
final class FrontDoor extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger("stemma.gateway");

    /** Own code and nothing else; strings become markup by one named policy only, that of the views. */
    private static final String CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types lit-html";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", CONTENT_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final Routes routes;
    private final Guard guard;
    private final Paces paces;
    private final GatewayConfig config;
    private final MetricsText metrics;
    private final Clock clock;
    private final Entropy entropy;
    private final Set<Thread> streams = ConcurrentHashMap.newKeySet();

    FrontDoor(Routes routes, Guard guard, GatewayConfig config, MetricsText metrics, Clock clock, Entropy entropy) {
        this.routes = routes;
        this.guard = guard;
        this.paces = new Paces(config.rates(), clock);
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        this.entropy = entropy;
    }

    /** Ends the open streams, so that stopping need not wait for them. */
    void hangUp() {
        streams.forEach(Thread::interrupt);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        stemma.gateway.Listener listener = stemma.gateway.Listener.valueOf(
                request.getConnectionMetaData().getConnector().getName());
        Exchange exchange = new Exchange(request, listener, config, clock);
        try {
            Answer answer = answer(exchange);
            if (exchange.bodyLeft()) {
                // said, or the client sends its next request into a connection that is about to close
                response.getHeaders().put("Connection", "close");
            }
            switch (answer) {
                case Answer.Whole whole -> send(whole, response);
                case Answer.Stream stream -> send(stream, response);
            }
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    private Answer answer(Exchange exchange) {
        try {
            guard.checkAddress(exchange);
            Route route = routes.find(exchange.listener(), exchange.method(), exchange.path());
            guard.checkCaller(exchange, route);
            paces.check(exchange, route);
            return route.handler().handle(exchange);
        } catch (Problem e) {
            return exchange.wantsPage() ? e.page() : e.answer();
        } catch (Refusal e) {
            return Problem.of(e).answer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Problem(503, "unavailable", "the node is stopping").answer();
        } catch (RuntimeException e) {
            return unexpected(e);
        }
    }

    private Answer unexpected(RuntimeException failure) {
        String id = HexFormat.of().formatHex(entropy.bytes(4));
        LOG.log(System.Logger.Level.ERROR, "request failed unexpectedly, id " + id, failure);
        return new Problem(500, "unexpected", said(id)).answer();
    }

    private static String said(String id) {
        return "something failed that should not; the node's log says more under id " + id;
    }

    private void send(Answer.Whole whole, Response response) throws IOException {
        metrics.answered(whole.status());
        head(response, whole.status(), whole.type());
        whole.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        Content.Sink.write(response, true, whole.body());
    }

    private void send(Answer.Stream stream, Response response) throws IOException {
        metrics.answered(200);
        head(response, 200, stream.type());
        streams.add(Thread.currentThread());
        try {
            stream.source()
                    .writeTo(text -> Content.Sink.write(
                            response, false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(Thread.currentThread());
        }
        Thread.interrupted();
        Content.Sink.write(response, true, ByteBuffer.allocate(0));
    }

    static void head(Response response, int status, String type) {
        response.setStatus(status);
        HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put("Content-Type", type);
    }
}
