package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.PermitRefused;

final class EgressTest {
    private static final EgressLimits LIMITS = new EgressLimits(5_000, 10_000, 10_000, 20_000, 1_000);

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private Egress egress;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            int bytes = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.sendResponseHeaders(200, bytes);
            exchange.getResponseBody().write(new byte[bytes]);
            exchange.close();
        });
        server.start();
        Set<HostPort> allowed = Set.of(host(), new HostPort("models.example", 80));
        egress = new Egress(allowed, handle -> Optional.of(handle), Clock.system(), 5_000);
    }

    @AfterEach
    void close() {
        egress.close();
        server.stop(0);
    }

    @Test
    void takesAnAnswerUpToTheLimitAndNotOnePast() {
        assertThat(ask(request("/1000", "x"), host(), Digest.ofUtf8("x"))).isEqualTo(1_000);
        refused(EgressFailed.Kind.TOO_LARGE, request("/1001", "x"));
    }

    @Test
    void reachesOnlyWhatItWasMadeFor() {
        EgressRequest elsewhere =
                new EgressRequest(URI.create("http://127.0.0.1:1/"), Map.of(), Optional.empty(), new byte[0], LIMITS);
        refused(EgressFailed.Kind.NOT_ALLOWED, elsewhere);
        assertThat(asked).hasValue(0);
    }

    @Test
    void sendsNothingThatThePermitIsNotFor() {
        assertThatExceptionOfType(PermitRefused.class)
                .isThrownBy(() -> ask(request("/1", "x"), host(), Digest.ofUtf8("y")));
        assertThatExceptionOfType(PermitRefused.class)
                .isThrownBy(() -> ask(request("/1", "x"), new HostPort("other", 1), Digest.ofUtf8("x")));
        assertThat(asked).hasValue(0);
    }

    @Test
    void sendsNoKeyInTheClearToAnotherMachine() {
        EgressRequest clear = new EgressRequest(
                URI.create("http://models.example/"), Map.of(), Optional.of("key"), new byte[0], LIMITS);
        refused(EgressFailed.Kind.NOT_ALLOWED, clear);
    }

    @Test
    void aKeyThatNoHeaderCanCarryIsNamedAndNotShown() {
        EgressRequest request = new EgressRequest(uri("/1"), Map.of(), Optional.of("se\ncret"), new byte[0], LIMITS);
        refused(EgressFailed.Kind.NO_SECRET, request);
        assertThat(asked).hasValue(0);
    }

    @Test
    void anAddressHasAHostAndNoUser() {
        for (String uri : new String[] {"file:///etc/passwd", "http://user:pass@host/", "mailto:x", "http:///x"}) {
            assertThatIllegalArgumentException()
                    .as(uri)
                    .isThrownBy(
                            () -> new EgressRequest(URI.create(uri), Map.of(), Optional.empty(), new byte[0], LIMITS));
        }
    }

    private void refused(EgressFailed.Kind kind, EgressRequest request) {
        assertThatExceptionOfType(EgressFailed.class)
                .isThrownBy(() -> ask(request, request.host(), Digest.of(request.body())))
                .satisfies(failed -> assertThat(failed.kind()).isEqualTo(kind));
    }

    /** Asks and reads to the end; the number of bytes read. */
    private long ask(EgressRequest request, HostPort host, Digest digest) {
        return (long) WorkspaceRig.act(WorkspaceRig.ASK, host.toString(), digest, permit -> {
            try (EgressReply reply = egress.ask(permit, request)) {
                while (reply.next().isPresent()) {
                    assertThat(reply.status()).isEqualTo(200);
                }
                return reply.bytes();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private EgressRequest request(String path, String body) {
        return new EgressRequest(uri(path), Map.of(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8), LIMITS);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private HostPort host() {
        return new HostPort("127.0.0.1", server.getAddress().getPort());
    }
}
