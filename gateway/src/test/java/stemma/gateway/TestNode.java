package stemma.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import stemma.core.Auth;
import stemma.core.Catalogue;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Json;
import stemma.core.LogFailed;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;

/** A gateway over a few small operations, on free ports, with a clock the test moves. */
final class TestNode implements AutoCloseable {
    record Echo(
            @Param("what to say") String text,
            @Param(value = "how often", byDefault = "1") int times,
            @Param(value = "which", byDefault = "") List<String> paths,
            @Param(value = "aloud", byDefault = "false") boolean loud) {
        Echo {
            if (times < 1 || times > 3) {
                throw new IllegalArgumentException("times is from 1 to 3, not " + times);
            }
        }
    }

    record Said(String text, List<String> paths, String caller) {}

    record Fault(@Param("which kind") Refusal.Kind kind) {}

    final Events events = new Events();
    final List<Replay.Numbered> past = new ArrayList<>();
    final AtomicLong offsetMillis = new AtomicLong();
    final Token token = Token.make(Entropy.system());
    final Gateway gateway;
    final HttpClient client = HttpClient.newHttpClient();
    Optional<String> unready = Optional.empty();
    PublicPrograms programs = ask -> Optional.empty();

    TestNode() {
        this(GatewayConfig.standard());
    }

    TestNode(GatewayConfig config) {
        gateway = Gateway.open(config.onPorts(0, 0, 0), catalogue(), token, ports());
    }

    Gateway.Ports ports() {
        Clock clock = new Clock() {
            @Override
            public long millis() {
                return System.currentTimeMillis() + offsetMillis.get();
            }

            @Override
            public long nanos() {
                return System.nanoTime() + offsetMillis.get() * 1_000_000;
            }
        };
        Figures figures = new Figures() {
            @Override
            public Map<String, Long> actsByEnding() {
                return Map.of("done", 7L, "timed out", 1L);
            }

            @Override
            public long ledgerEntries() {
                return 42;
            }
        };
        return new Gateway.Ports(
                events,
                this::since,
                this::piece,
                ask -> programs.ask(ask),
                () -> unready,
                figures,
                clock,
                Entropy.system());
    }

    private Optional<PublicFiles.Piece> piece(String name) {
        return switch (name) {
            case "checkpoint" -> Optional.of(new PublicFiles.Piece("a note\n".getBytes(StandardCharsets.UTF_8), false));
            case "tile/0/x001/000" -> Optional.of(new PublicFiles.Piece(new byte[] {0, 1, (byte) 0xff}, true));
            case "shut" -> throw new LogFailed("a secret detail");
            default -> Optional.empty();
        };
    }

    private synchronized List<Replay.Numbered> since(long index, int max) {
        return past.stream().filter(e -> e.index() > index).limit(max).toList();
    }

    static Catalogue catalogue() {
        return Catalogue.of(List.of(
                operation("echo.read", Echo.class, false, TestNode::say),
                operation("echo.write", Echo.class, true, TestNode::say),
                operation("fault.refuse", Fault.class, false, (in, call) -> {
                    throw new Refusal(in.kind(), "refused as " + in.kind());
                }),
                operation("fault.crash", Operation.Nothing.class, false, (in, call) -> {
                    throw new IllegalStateException("a secret detail");
                })));
    }

    private static Said say(Echo in, stemma.core.Call call) {
        String text = in.loud() ? in.text().toUpperCase(java.util.Locale.ROOT) : in.text();
        return new Said(text.repeat(in.times()), in.paths(), call.caller().toString());
    }

    private static <I extends Record> Operation<I, Said> operation(
            String name, Class<I> input, boolean changes, Operation.Handler<I, Said> handler) {
        return new Operation<>(name, "Tests", input, Said.class, Auth.OPERATOR, changes, handler, Said::text);
    }

    static Event event(String topic, long index) {
        return new Event(
                topic, "1." + (index + 1), Json.object().put("index", index).build());
    }

    int port() {
        return gateway.port(Listener.OPERATOR);
    }

    URI uri(String path) {
        return uri(Listener.OPERATOR, path);
    }

    URI uri(Listener listener, String path) {
        return URI.create("http://127.0.0.1:" + gateway.port(listener) + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token.text());
    }

    HttpRequest.Builder post(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends bytes as they are and gives what comes back until the node closes or says enough. */
    String raw(Listener listener, String text) throws IOException {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", gateway.port(listener))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
