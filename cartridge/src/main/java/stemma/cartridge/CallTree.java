package stemma.cartridge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.cartridge.engine.Meter;
import stemma.cartridge.engine.MeterWatch;
import stemma.cartridge.engine.Trap;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.core.JsonException;
import stemma.core.Refusal;

/**
 * One call from outside and the calls that it makes of other cartridges, on one thread.
 *
 * <p>A child runs on what its caller has left: fuel, and time, of which it gets ten seconds at most. It
 * keeps its own keys and values, but whether they are committed is decided at the root: all or none.
 * What a child wrote before it trapped is taken back at once. Nobody is called who is already in the
 * line of callers.
 */
final class CallTree {
    private final Function<Slug, Optional<Shelf.Place>> shelf;
    private final Kv kv;
    private final HostPorts ports;
    private final MeterWatch watch;
    private final BooleanSupplier stopped;
    private final Map<Slug, KvView> views = new HashMap<>();

    CallTree(
            Function<Slug, Optional<Shelf.Place>> shelf,
            Kv kv,
            HostPorts ports,
            MeterWatch watch,
            BooleanSupplier stopped) {
        this.shelf = shelf;
        this.kv = kv;
        this.ports = ports;
        this.watch = watch;
        this.stopped = stopped;
    }

    /** The call from outside: runs until its changes can be committed. */
    Response root(Slug slug, Request request) {
        Shelf.Place place = shelf.apply(slug)
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "there is no cartridge " + slug));
        Loaded loaded = place.version();
        CartridgeLimits limits = loaded.manifest().limits();
        if (request.body().length > limits.requestBytesMax()) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT, "a request has at most " + limits.requestBytesMax() + " bytes of body");
        }
        long deadline = ports.clock().nanos() + limits.callMillisMax() * 1_000_000;
        for (int attempt = 0; attempt < limits.attemptsMax(); attempt++) {
            views.clear();
            Meter meter = meter(limits.fuelUnitsMax(), deadline, limits);
            Response response = run(place, loaded, request, meter, List.of());
            if (views.isEmpty() || kv.commit(views.values())) {
                return response;
            }
            place.metrics().conflicted();
        }
        throw new Refusal(
                Refusal.Kind.CONFLICT,
                "others changed what cartridge " + slug + " read, " + limits.attemptsMax() + " times; try again");
    }

    /** Brings one instance to where it could take a call, and throws it away. */
    void warm(Loaded loaded) {
        CartridgeLimits limits = loaded.manifest().limits();
        Meter meter = meter(limits.fuelUnitsMax(), ports.clock().nanos() + limits.callMillisMax() * 1_000_000, limits);
        CallState state = state(loaded, Request.get("/"), meter, List.of());
        watch.begin(meter);
        try {
            loaded.take(meter, state).guest().close();
        } catch (Trap e) {
            throw new CartridgeFailed(
                    loaded.manifest().slug(), e.kind(), "it does not start: " + e.getMessage(), meter.used());
        } finally {
            watch.end(meter);
        }
    }

    private Meter meter(long fuel, long deadlineNanos, CartridgeLimits limits) {
        return new Meter(fuel, deadlineNanos, limits.allocationBytesMax(), ports.clock(), stopped);
    }

    private CallState state(Loaded loaded, Request request, Meter meter, List<Slug> callers) {
        Slug own = loaded.manifest().slug();
        List<Slug> line = Stream.concat(callers.stream(), Stream.of(own)).toList();
        return new CallState(
                loaded.manifest(),
                request,
                views.computeIfAbsent(
                        own, slug -> kv.view(slug, loaded.manifest().limits())),
                ports,
                meter,
                (slug, json) -> child(loaded.manifest(), slug, json, meter, line));
    }

    private Response run(Shelf.Place place, Loaded loaded, Request request, Meter meter, List<Slug> callers) {
        long begin = ports.clock().nanos();
        CallState state = state(loaded, request, meter, callers);
        watch.begin(meter);
        try {
            Loaded.Used used = loaded.take(meter, state);
            int pages = 0;
            try {
                loaded.handle(used.guest());
                pages = used.guest().memory().pages();
            } finally {
                loaded.giveBack(used);
            }
            Response response = state.response();
            place.metrics().called(meter.used(), ports.clock().nanos() - begin, pages, used.uses() > 0);
            return response;
        } catch (Trap e) {
            place.metrics().trapped(e.kind(), meter.used());
            throw new CartridgeFailed(loaded.manifest().slug(), e.kind(), String.valueOf(e.getMessage()), meter.used());
        } finally {
            watch.end(meter);
            place.write(ports.clock().millis(), state.log());
        }
    }

    private byte[] child(Manifest caller, Slug slug, byte[] json, Meter parent, List<Slug> callers) {
        boolean named = caller.calls().isEmpty() || caller.calls().contains(slug.text());
        Optional<Shelf.Place> place = named ? shelf.apply(slug) : Optional.empty();
        if (place.isEmpty()) {
            return Failures.json(404, named ? "there is no cartridge " + slug : "its manifest does not name " + slug);
        }
        if (callers.contains(slug)) {
            return Failures.json(508, "cartridge " + slug + " is already among the callers");
        }
        if (callers.size() >= caller.limits().callDepthMax()) {
            return Failures.json(508, "calls are " + caller.limits().callDepthMax() + " deep at most");
        }
        Map<Slug, Map<String, Optional<byte[]>>> marks = views.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().mark()));
        Loaded loaded = place.get().version();
        CartridgeLimits limits = loaded.manifest().limits();
        long millis = Math.min(limits.callMillisMax(), limits.childMillisMax());
        long now = ports.clock().nanos();
        long deadline = now + Math.min(millis * 1_000_000, parent.deadlineNanos() - now);
        Meter meter = meter(Math.min(limits.fuelUnitsMax(), parent.left()), deadline, limits);
        try {
            Response response = run(place.get(), loaded, request(json), meter, callers);
            return json(response, (ports.clock().nanos() - now) / 1_000_000);
        } catch (CartridgeFailed e) {
            views.forEach((each, view) -> view.backTo(marks.getOrDefault(each, Map.of())));
            return Failures.json(500, String.valueOf(e.getMessage()));
        } catch (JsonException | IllegalArgumentException e) {
            return Failures.json(400, "the request to " + slug + " is wrong: " + e.getMessage());
        } finally {
            parent.tick(meter.used());
            parent.check();
        }
    }

    private static Request request(byte[] json) {
        if (!(Json.parse(json) instanceof Json.Obj object)) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        Map<String, String> headers = new HashMap<>();
        if (object.find("headers").isPresent()) {
            Json.Obj given = object.object("headers");
            given.members().keySet().forEach(name -> headers.put(name, given.string(name)));
        }
        return new Request(
                text(object, "method", "GET"),
                text(object, "path", "/"),
                text(object, "query", ""),
                headers,
                text(object, "body", "").getBytes(StandardCharsets.UTF_8),
                Optional.empty());
    }

    private static String text(Json.Obj object, String member, String absent) {
        return object.find(member).isPresent() ? object.string(member) : absent;
    }

    private static byte[] json(Response response, long millis) {
        JsonBuilder json = Json.object()
                .put("status", response.status())
                .put("content_type", response.contentType())
                .put("duration_ms", millis);
        try {
            json.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(response.body()))
                            .toString());
        } catch (CharacterCodingException e) {
            json.put("body", "").put("body_base64", Base64.getEncoder().encodeToString(response.body()));
        }
        return json.build().canonical();
    }
}
