package stemma.cartridge;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import stemma.cartridge.engine.Trap;

/** What one cartridge did since the node was opened. Thread-safe. */
final class CartridgeMetrics {
    private final LongAdder requests = new LongAdder();
    private final LongAdder fuel = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder pooled = new LongAdder();
    private final LongAdder swaps = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAccumulator pages = new LongAccumulator(Math::max, 0);
    private final Map<Trap.Kind, LongAdder> traps = new EnumMap<>(Trap.Kind.class);

    CartridgeMetrics() {
        for (Trap.Kind kind : Trap.Kind.values()) {
            traps.put(kind, new LongAdder());
        }
    }

    void called(long units, long tookNanos, int memoryPages, boolean usedAgain) {
        requests.increment();
        fuel.add(units);
        nanos.add(tookNanos);
        pages.accumulate(memoryPages);
        if (usedAgain) {
            pooled.increment();
        }
    }

    void trapped(Trap.Kind kind, long units) {
        requests.increment();
        fuel.add(units);
        trap(kind);
    }

    private void trap(Trap.Kind kind) {
        LongAdder counter = traps.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    void swapped() {
        swaps.increment();
    }

    void conflicted() {
        conflicts.increment();
    }

    /**
     * The figures at one moment.
     *
     * @param traps calls that were stopped, by kind; only kinds that happened
     * @param nanos of wall time on an engine thread
     * @param peakPages the largest memory of a call that ended well
     * @param pooled calls that used an instance again
     * @param conflicts calls that ran again because others changed what they had read
     */
    record Figures(
            long requests,
            Map<String, Long> traps,
            long fuel,
            long nanos,
            long peakPages,
            long pooled,
            long swaps,
            long conflicts,
            long kvBytes) {
        Figures {
            traps = Map.copyOf(traps);
        }
    }

    Figures figures(long kvBytes) {
        Map<String, Long> happened = new java.util.TreeMap<>();
        traps.forEach((kind, count) -> {
            if (count.sum() > 0) {
                happened.put(kind.word(), count.sum());
            }
        });
        return new Figures(
                requests.sum(),
                happened,
                fuel.sum(),
                nanos.sum(),
                pages.get(),
                pooled.sum(),
                swaps.sum(),
                conflicts.sum(),
                kvBytes);
    }
}
