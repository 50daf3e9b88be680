package stemma.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** What a route says back: either everything at once, or a stream of events. */
sealed interface Answer {
    /** A complete answer. Its body is read by whoever sends it, once. */
    record Whole(int status, String type, ByteBuffer body, Map<String, String> headers) implements Answer {
        public Whole {
            Objects.requireNonNull(type, "type");
            body = body.asReadOnlyBuffer();
            headers = Map.copyOf(headers);
        }
    }

    /** An answer that goes on until the client leaves or the gateway closes. */
    record Stream(String type, Source source) implements Answer {}

    /** Writes a stream; returns when it is over. */
    @FunctionalInterface
    interface Source {
        void writeTo(Sink sink) throws IOException, InterruptedException;
    }

    /** Takes text and sends it at once; throws when the client is gone or too slow. */
    @FunctionalInterface
    interface Sink {
        void send(String text) throws IOException;
    }

    String JSON = "application/json";
    String HTML = "text/html; charset=utf-8";
    String TEXT = "text/plain; charset=utf-8";

    static Answer json(int status, byte[] body) {
        return new Whole(status, JSON, ByteBuffer.wrap(body), Map.of());
    }

    static Answer text(int status, String body) {
        return new Whole(status, TEXT, StandardCharsets.UTF_8.encode(body), Map.of());
    }
}
