package stemma.sandbox;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import stemma.core.Clock;

/**
 * An answer that has begun. Its body is taken piece by piece, each with a deadline; a piece is asked
 * of the network only when somebody wants it, so a host that sends faster than we read has to wait.
 * Read by one thread. Closing it ends the connection.
 */
public final class EgressReply implements AutoCloseable {
    private final HttpResponse<?> response;
    private final HostPort host;
    private final Optional<String> secret;
    private final EgressLimits limits;
    private final Clock clock;
    private final long startedNanos;
    private final Body body = new Body();
    private long bytes;

    EgressReply(
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response,
            HostPort host,
            Optional<String> secret,
            EgressLimits limits,
            Clock clock,
            long startedNanos) {
        this.response = response;
        this.host = host;
        this.secret = secret;
        this.limits = limits;
        this.clock = clock;
        this.startedNanos = startedNanos;
        response.body().subscribe(body);
    }

    public int status() {
        return response.statusCode();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Bytes of the body taken so far. */
    public long bytes() {
        return bytes;
    }

    /**
     * The next piece of the body, or empty at its end.
     *
     * @throws EgressFailed when none comes in time, too much has come, or the connection breaks
     */
    public Optional<byte[]> next() throws InterruptedException {
        long leftMillis = limits.totalMillisMax() - (clock.nanos() - startedNanos) / 1_000_000;
        if (leftMillis <= 0) {
            throw totalTimeout();
        }
        long limitMillis = bytes == 0 ? limits.firstMillisMax() : limits.nextMillisMax();
        Optional<Signal> signal = body.next(Math.min(leftMillis, limitMillis));
        if (signal.isEmpty()) {
            throw leftMillis <= limitMillis ? totalTimeout() : silent(limitMillis);
        }
        return switch (signal.get()) {
            case Signal.Piece(byte[] piece) -> Optional.of(counted(piece));
            case Signal.End _ -> Optional.empty();
            case Signal.Fault(String why) ->
                throw new EgressFailed(
                        EgressFailed.Kind.BROKEN, "the connection to " + host + " broke during the answer: " + why);
        };
    }

    /** A text from the answer, for people: the secret that was sent is taken out of it. */
    public String masked(String text) {
        return secret.map(value -> text.replace(value, "(key)")).orElse(text);
    }

    @Override
    public void close() {
        body.cancel();
    }

    private byte[] counted(byte[] piece) {
        bytes += piece.length;
        if (bytes > limits.bytesMax()) {
            throw new EgressFailed(
                    EgressFailed.Kind.TOO_LARGE, host + " answered with more than " + limits.bytesMax() + " bytes");
        }
        return piece;
    }

    private EgressFailed totalTimeout() {
        return new EgressFailed(
                EgressFailed.Kind.TOTAL_TIMEOUT,
                host + " was still answering after " + limits.totalMillisMax() + " ms");
    }

    private EgressFailed silent(long waitedMillis) {
        EgressFailed.Kind kind = bytes == 0 ? EgressFailed.Kind.FIRST_TIMEOUT : EgressFailed.Kind.NEXT_TIMEOUT;
        return new EgressFailed(kind, host + " sent nothing for " + waitedMillis + " ms");
    }

    static String why(Throwable fault) {
        return Optional.ofNullable(fault.getMessage()).orElse(fault.getClass().getSimpleName());
    }

    private sealed interface Signal {
        record Piece(byte[] bytes) implements Signal {}

        record End() implements Signal {}

        record Fault(String why) implements Signal {}
    }

    /** Takes from the publisher one piece at a time; the queue holds at most that piece and the end. */
    private static final class Body implements Flow.Subscriber<List<ByteBuffer>> {
        private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        Optional<Signal> next(long waitMillis) throws InterruptedException {
            subscription.join().request(1);
            return Optional.ofNullable(signals.poll(waitMillis, TimeUnit.MILLISECONDS));
        }

        void cancel() {
            subscription.join().cancel();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            byte[] all =
                    new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
            int at = 0;
            for (ByteBuffer buffer : buffers) {
                int length = buffer.remaining();
                buffer.get(all, at, length);
                at += length;
            }
            signals.add(new Signal.Piece(all));
        }

        @Override
        public void onError(Throwable fault) {
            signals.add(new Signal.Fault(why(fault)));
        }

        @Override
        public void onComplete() {
            signals.add(new Signal.End());
        }
    }
}
