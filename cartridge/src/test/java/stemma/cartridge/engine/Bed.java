package stemma.cartridge.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import stemma.core.Clock;
import stemma.core.Threads;

/** Runs modules with small limits on threads of their own. */
final class Bed implements AutoCloseable {
    static final Linked.Offer NOTHING = new Linked.Offer(List.of(), Map.of(), "");
    static final long FUEL = 100_000_000;
    static final long ALLOCATION_BYTES = 64L << 20;

    final MemoryPool pool = new MemoryPool(16 << 20);
    final EngineThreads threads = new EngineThreads(2);
    final MeterWatch watch = new MeterWatch(Threads.system());
    final Clock clock = Clock.system();

    Program load(byte[] wasm) {
        return Program.load(wasm, ModuleLimits.standard());
    }

    Linked link(byte[] wasm) {
        return Linked.of(load(wasm), NOTHING);
    }

    Meter meter(long fuel, long millis) {
        return new Meter(fuel, clock.nanos() + millis * 1_000_000, ALLOCATION_BYTES, clock, () -> false);
    }

    /** Calls one export of a fresh instance. */
    long call(Linked linked, String export, long... arguments) {
        return metered(linked, FUEL, 10_000, export, arguments).result();
    }

    record Ran(long result, long fuel) {}

    Ran metered(Linked linked, long fuel, long millis, String export, long... arguments) {
        return on(() -> {
            Meter meter = meter(fuel, millis);
            watch.begin(meter);
            try (Guest guest = Guest.start(linked, pool, meter, this)) {
                long result = guest.call(guest.function(export).orElseThrow(), arguments);
                return new Ran(result, meter.used());
            } finally {
                watch.end(meter);
            }
        });
    }

    <T> T on(Callable<T> work) {
        try {
            return threads.run(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.close();
        watch.close();
    }
}
