package stemma.cartridge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import stemma.cartridge.engine.Meter;
import stemma.cartridge.engine.Trap;

/** Everything that one call of one cartridge has beside its memory. Used by one thread. */
final class CallState {
    private final Manifest manifest;
    private final byte[] request;
    private final Optional<byte[]> payment;
    private final KvView kv;
    private final HostPorts ports;
    private final Meter meter;
    private final BiFunction<Slug, byte[], byte[]> composer;
    private final List<LogLine> log = new ArrayList<>();
    private final Map<String, String> headers = new TreeMap<>();
    private final J1.Exchange exchange = new J1.Exchange(this);
    private int hostCalls;
    private int droppedLines;
    private Optional<Answer> answer = Optional.empty();

    /** One line that a cartridge wrote; levels as in the ABI: 0 debug, 1 info, 2 warning, 3 error. */
    record LogLine(int level, String text) {}

    private record Answer(int status, String type, byte[] body) {}

    CallState(
            Manifest manifest,
            Request request,
            KvView kv,
            HostPorts ports,
            Meter meter,
            BiFunction<Slug, byte[], byte[]> composer) {
        this.manifest = manifest;
        this.request = request.json();
        this.payment = request.payment().map(paid -> paid.text().getBytes(StandardCharsets.UTF_8));
        this.kv = kv;
        this.ports = ports;
        this.meter = meter;
        this.composer = composer;
    }

    /** Counts one call from the guest; one too many is a trap. */
    CallState entered() {
        hostCalls++;
        if (hostCalls > manifest.limits().hostCallsMax()) {
            throw new Trap(
                    Trap.Kind.HOST,
                    "it called its host more than " + manifest.limits().hostCallsMax() + " times");
        }
        meter.tick(10);
        return this;
    }

    /** The buffer between host and guest of the binding J1. */
    J1.Exchange exchange() {
        return exchange;
    }

    byte[] request() {
        return request;
    }

    Optional<byte[]> payment() {
        return payment;
    }

    KvView kv() {
        return kv;
    }

    Manifest manifest() {
        return manifest;
    }

    HostPorts ports() {
        return ports;
    }

    Meter meter() {
        return meter;
    }

    void log(int level, byte[] line) {
        CartridgeLimits limits = manifest.limits();
        if (log.size() == limits.logLinesMax()) {
            droppedLines++;
            return;
        }
        int length = Math.min(line.length, limits.logLineBytesMax());
        log.add(new LogLine(Math.clamp(level, 0, 3), new String(line, 0, length, StandardCharsets.UTF_8)));
    }

    /** Gives the answer; the last one counts. */
    void respond(int status, byte[] body, String type) {
        if (status < 100 || status > 599) {
            throw new Trap(Trap.Kind.HOST, "it answered with status " + status + "; a status is 100 to 599");
        }
        bounded(body.length);
        answer = Optional.of(new Answer(status, type.isEmpty() ? Response.TYPE_DEFAULT : type, body));
    }

    /** Adds to the body of an answer that was given, or of one that begins here. */
    void write(byte[] more) {
        Answer so = answer.orElse(new Answer(200, Response.TYPE_DEFAULT, new byte[0]));
        bounded((long) so.body().length + more.length);
        byte[] body = new byte[so.body().length + more.length];
        System.arraycopy(so.body(), 0, body, 0, so.body().length);
        System.arraycopy(more, 0, body, so.body().length, more.length);
        answer = Optional.of(new Answer(so.status(), so.type(), body));
    }

    private void bounded(long bytes) {
        int most = manifest.limits().responseBytesMax();
        if (bytes > most) {
            throw new Trap(Trap.Kind.HOST, "its response is over the limit of " + most + " bytes");
        }
    }

    /** Adds a header; false when it is not one that a cartridge sets. */
    boolean header(String name, String value) {
        boolean allowed = ResponseHeaders.allowed(name, value) && headers.size() < ResponseHeaders.HEADERS_MAX;
        if (allowed) {
            headers.put(name, value);
        }
        return allowed;
    }

    /** Calls another cartridge: JSON of a request in, JSON of its response out. */
    byte[] compose(Slug slug, byte[] child) {
        return composer.apply(slug, child);
    }

    List<LogLine> log() {
        return List.copyOf(log);
    }

    int droppedLines() {
        return droppedLines;
    }

    Response response() {
        Answer given = answer.orElseThrow(
                () -> new Trap(Trap.Kind.HOST, "it ended without an answer; call response before x402_handle returns"));
        return new Response(given.status(), given.type(), headers, given.body(), meter.used());
    }

    static String utf8(byte[] bytes) {
        return new String(Objects.requireNonNull(bytes, "bytes"), StandardCharsets.UTF_8);
    }
}
