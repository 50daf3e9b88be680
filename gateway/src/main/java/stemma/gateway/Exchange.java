package stemma.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import stemma.core.Actor;
import stemma.core.Clock;

/** One request, seen without the server's own types. Used by one thread. */
final class Exchange {
    /** How far past the limit a body is read, so that its sender hears the answer. */
    static final int DRAIN_BODIES_MAX = 4;

    private final Request request;
    private final Listener listener;
    private final GatewayConfig config;
    private final Clock clock;
    private Optional<Actor> caller = Optional.empty();
    private boolean bodyRead;

    Exchange(Request request, Listener listener, GatewayConfig config, Clock clock) {
        this.request = request;
        this.listener = listener;
        this.config = config;
        this.clock = clock;
    }

    Listener listener() {
        return listener;
    }

    /** The port the request came in on. */
    int port() {
        return Request.getLocalPort(request);
    }

    /** Where it comes from. */
    InetAddress remote() {
        SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
        return remote instanceof InetSocketAddress inet && !inet.isUnresolved()
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    String method() {
        return request.getMethod();
    }

    /** The path, decoded and normalised; ambiguous ones were refused before. */
    String path() {
        return Request.getPathInContext(request);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** Calls for each header in the order they were sent, with all its values. */
    void headers(BiConsumer<String, String> each) {
        for (HttpField field : request.getHeaders()) {
            each.accept(field.getName(), Objects.requireNonNullElse(field.getValue(), ""));
        }
    }

    /** The query as it was sent; empty when there is none. */
    String rawQuery() {
        return Objects.requireNonNullElse(request.getHttpURI().getQuery(), "");
    }

    /** Whether a person's browser is to show the answer: it asks for a page, and not for one of the API's. */
    boolean wantsPage() {
        return method().equals("GET")
                && !path().startsWith("/api/")
                && header("Accept").orElse("").contains("text/html");
    }

    /** How often a header was sent. */
    int headerCount(String name) {
        return request.getHeaders().getValuesList(name).size();
    }

    Optional<String> cookie(String name) {
        for (HttpCookie cookie : Request.getCookies(request)) {
            if (cookie.getName().equals(name)) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    /** Query parameters in the order they were given, each with all its values. */
    Map<String, List<String>> query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.computeIfAbsent(field.getName(), name -> new ArrayList<>()).addAll(field.getValues());
        }
        return query;
    }

    Optional<Actor> caller() {
        return caller;
    }

    void calledBy(Actor actor) {
        caller = Optional.of(actor);
    }

    /** Whether a body was announced that nobody has read to its end; the connection cannot be used again then. */
    boolean bodyLeft() {
        boolean announced = header("Transfer-Encoding").isPresent()
                || !header("Content-Length").orElse("0").equals("0");
        return announced && !bodyRead;
    }

    /** The whole body, within its bounds of size and time. */
    byte[] body() {
        long deadlineNanos = clock.nanos() + config.requestTimeoutMillis() * 1_000_000;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long seen = 0;
        byte[] buffer = new byte[8_192];
        try (InputStream in = Request.asInputStream(request)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                seen += read;
                if (seen <= config.bodyBytesMax()) {
                    body.write(buffer, 0, read);
                } else if (seen > (long) DRAIN_BODIES_MAX * config.bodyBytesMax()) {
                    throw tooLarge();
                }
                if (clock.nanos() - deadlineNanos > 0) {
                    throw late();
                }
            }
        } catch (IOException e) {
            throw late();
        }
        bodyRead = true;
        if (seen > config.bodyBytesMax()) {
            throw tooLarge();
        }
        return body.toByteArray();
    }

    private Problem tooLarge() {
        return new Problem(413, "too large", "a body has at most " + config.bodyBytesMax() + " bytes");
    }

    private Problem late() {
        return new Problem(408, "timed out", "the body did not arrive whole and in time; send it again")
                .with("Connection", "close");
    }
}
