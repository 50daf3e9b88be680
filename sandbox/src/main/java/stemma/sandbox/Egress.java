package stemma.sandbox;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Permit;

/**
 * The sink for what the node itself says to other hosts. It reaches only the hosts it was made for,
 * follows no redirect, uses no proxy from the environment, and puts a secret into a header at the last
 * moment; a secret never travels unencrypted further than this machine. Thread-safe.
 */
public final class Egress implements AutoCloseable {
    private final Set<HostPort> allowed;
    private final Secrets secrets;
    private final Clock clock;
    private final Duration connectMax;
    private @Nullable HttpClient client;
    private boolean closed;

    /** Resolves the handle of a secret; empty when there is none of that name. */
    @FunctionalInterface
    public interface Secrets {
        Optional<String> resolve(String handle);
    }

    /**
     * @param connectMillisMax for each connection
     */
    public Egress(Set<HostPort> allowed, Secrets secrets, Clock clock, long connectMillisMax) {
        this.allowed = Set.copyOf(allowed);
        this.secrets = secrets;
        this.clock = clock;
        this.connectMax = Duration.ofMillis(connectMillisMax);
    }

    /** Made when it is first needed: it costs a start as much as the whole ledger does, and most nodes ask nobody. */
    private synchronized HttpClient client() {
        if (closed) {
            throw new EgressFailed(EgressFailed.Kind.UNREACHABLE, "the node is ending and reaches nobody any more");
        }
        @Nullable HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(connectMax)
                    .build();
            client = made;
        }
        return made;
    }

    /**
     * Spends the permit on asking a model, sends the request and returns when the answer has begun.
     *
     * @throws EgressFailed when it did not begin
     */
    public EgressReply ask(Permit permit, EgressRequest request) throws InterruptedException {
        HostPort host = request.host();
        if (!allowed.contains(host)) {
            throw new EgressFailed(
                    EgressFailed.Kind.NOT_ALLOWED, host + " is not a host this node may reach; name it in node.toml");
        }
        Optional<String> secret = secret(request, host);
        permit.spend(new Effect("model.ask", host.toString(), Digest.of(request.body())));
        long startedNanos = clock.nanos();
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request, host, secret);
        return new EgressReply(response, host, secret, request.limits(), clock, startedNanos);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.shutdownNow();
        }
    }

    private Optional<String> secret(EgressRequest request, HostPort host) {
        if (request.secret().isEmpty()) {
            return Optional.empty();
        }
        String handle = request.secret().get();
        if (request.clear() && !loopback(host)) {
            throw new EgressFailed(
                    EgressFailed.Kind.NOT_ALLOWED,
                    "the key " + handle + " is not sent to " + host + " without encryption; use https");
        }
        String value = secrets.resolve(handle)
                .orElseThrow(() -> new EgressFailed(
                        EgressFailed.Kind.NO_SECRET, "there is no key named " + handle + " on this node"));
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new EgressFailed(
                    EgressFailed.Kind.NO_SECRET,
                    "the key " + handle + " is empty or holds characters that no key has; enter it again");
        }
        return Optional.of(value);
    }

    static boolean loopback(HostPort host) {
        return host.host().equals("localhost")
                || host.host().startsWith("127.")
                || host.host().equals("::1");
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(
            EgressRequest request, HostPort host, Optional<String> secret) throws InterruptedException {
        HttpRequest.Builder http =
                HttpRequest.newBuilder(request.uri()).POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(http::setHeader);
        secret.ifPresent(value -> http.setHeader("Authorization", "Bearer " + value));
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
                client().sendAsync(http.build(), HttpResponse.BodyHandlers.ofPublisher());
        boolean begun = false;
        long waitMillis =
                Math.min(request.limits().firstMillisMax(), request.limits().totalMillisMax());
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = answer.get(waitMillis, TimeUnit.MILLISECONDS);
            begun = true;
            return response;
        } catch (TimeoutException e) {
            throw new EgressFailed(
                    EgressFailed.Kind.FIRST_TIMEOUT, host + " did not begin to answer within " + waitMillis + " ms");
        } catch (ExecutionException e) {
            throw failed(host, e.getCause());
        } finally {
            if (!begun) {
                answer.cancel(true);
            }
        }
    }

    private static EgressFailed failed(HostPort host, @Nullable Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ ->
                new EgressFailed(EgressFailed.Kind.CONNECT_TIMEOUT, "no connection to " + host + " in time");
            case ConnectException _ ->
                new EgressFailed(
                        EgressFailed.Kind.UNREACHABLE,
                        "no connection to " + host + "; is it running, and is the name right?");
            case IOException e ->
                new EgressFailed(
                        EgressFailed.Kind.BROKEN,
                        "the connection to " + host + " broke before an answer: " + EgressReply.why(e));
            case null, default -> new EgressFailed(EgressFailed.Kind.BROKEN, "the exchange with " + host + " failed");
        };
    }
}
