package stemma.cartridge;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import stemma.cartridge.engine.EngineThreads;
import stemma.cartridge.engine.MemoryPool;
import stemma.cartridge.engine.MeterWatch;
import stemma.core.Refusal;

/**
 * The cartridges that are served now. Each stands on its place behind one reference; publishing a
 * version sets it, and nothing else. A call takes the reference once and keeps that version to its end.
 * Thread-safe.
 */
public final class Shelf implements AutoCloseable {
    /** Bytes of memories that wait to be used again. */
    static final long MEMORY_KEPT_BYTES_MAX = 64L << 20;

    /** Lines of each cartridge that are remembered. */
    static final int LOG_LINES_MAX = 1_000;

    private final ConcurrentMap<Slug, Place> places = new ConcurrentHashMap<>();
    private final EngineThreads threads;
    private final MeterWatch watch;
    private final HostPorts ports;
    private final Kv kv;
    private final MemoryPool memories = new MemoryPool(MEMORY_KEPT_BYTES_MAX);

    /** Where one cartridge stands. */
    static final class Place {
        private final AtomicReference<Loaded> version;
        private final CartridgeMetrics metrics = new CartridgeMetrics();
        private final ArrayDeque<Logged> log = new ArrayDeque<>();

        private Place(Loaded first) {
            version = new AtomicReference<>(first);
        }

        Loaded version() {
            return version.get();
        }

        CartridgeMetrics metrics() {
            return metrics;
        }

        synchronized void write(long millis, List<CallState.LogLine> lines) {
            for (CallState.LogLine line : lines) {
                if (log.size() == LOG_LINES_MAX) {
                    log.removeFirst();
                }
                log.addLast(new Logged(millis, line.level(), line.text()));
            }
        }

        synchronized List<Logged> log() {
            return List.copyOf(log);
        }
    }

    /** A line that a cartridge wrote, and when its call ended. */
    record Logged(long atMillis, int level, String text) {}

    /** A shelf with so many threads for guests. */
    public Shelf(EngineThreads threads, MeterWatch watch, HostPorts ports, KvPort kv) {
        this.threads = threads;
        this.watch = watch;
        this.ports = ports;
        this.kv = new Kv(kv);
    }

    /** Loads a module and brings one instance to where it could take a call; nothing is published. */
    Loaded load(Manifest manifest, byte[] wasm) throws InterruptedException {
        return threads.run(() -> {
            Loaded loaded = Loaded.of(manifest, wasm, memories);
            tree(() -> false).warm(loaded);
            return loaded;
        });
    }

    /** Serves this version from now on. */
    void publish(Loaded next) {
        Slug slug = next.manifest().slug();
        Place place = places.computeIfAbsent(slug, absent -> new Place(next));
        Loaded before = place.version.getAndSet(next);
        if (before != next) {
            place.metrics().swapped();
            before.retire();
        }
    }

    /** Serves the cartridge no more, and forgets what it kept. */
    void remove(Slug slug) {
        Place gone = places.remove(slug);
        if (gone != null) {
            gone.version().retire();
        }
        kv.drop(slug);
    }

    Optional<Place> find(Slug slug) {
        return Optional.ofNullable(places.get(slug));
    }

    /** Whether a cartridge of this name is served. */
    public boolean serves(Slug slug) {
        return places.containsKey(slug);
    }

    /** Every cartridge by name. */
    Map<String, Place> all() {
        Map<String, Place> all = new TreeMap<>();
        places.forEach((slug, place) -> all.put(slug.text(), place));
        return all;
    }

    CartridgeMetrics.Figures figures(Slug slug, Place place) {
        return place.metrics().figures(kv.bytes(slug));
    }

    /**
     * Calls a cartridge; {@link CartridgeFailed} when it does not answer.
     *
     * @param stopped whether the call is to end; asked by another thread
     */
    public Response call(Slug slug, Request request, BooleanSupplier stopped) throws InterruptedException {
        try {
            return threads.run(() -> tree(stopped).root(slug, request));
        } catch (RejectedExecutionException e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "too many calls wait for a cartridge; try again later");
        }
    }

    private CallTree tree(BooleanSupplier stopped) {
        return new CallTree(this::find, kv, ports, watch, stopped);
    }

    @Override
    public void close() {
        threads.close();
        watch.close();
    }
}
