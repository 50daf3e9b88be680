package stemma.gateway;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import stemma.core.Clock;

/**
 * Figures in the Prometheus text format, version 0.0.4: each sample in its base unit, with one line
 * that says what it is. Thread-safe.
 */
final class MetricsText {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Figures figures;
    private final Clock clock;
    private final long startedNanos;
    private final Map<Integer, LongAdder> requests = new ConcurrentHashMap<>();

    MetricsText(Figures figures, Clock clock) {
        this.figures = figures;
        this.clock = clock;
        this.startedNanos = clock.nanos();
    }

    void answered(int status) {
        requests.computeIfAbsent(status, s -> new LongAdder()).increment();
    }

    Answer get() {
        StringBuilder out = new StringBuilder();
        head(out, "stemma_acts_total", "counter", "Acts since the log began, by how they ended.");
        new TreeMap<>(figures.actsByEnding())
                .forEach((ending, count) -> sample(out, "stemma_acts_total{ending=\"" + ending + "\"}", count));
        head(out, "stemma_ledger_entries", "gauge", "Entries in the log.");
        sample(out, "stemma_ledger_entries", figures.ledgerEntries());
        head(out, "stemma_requests_total", "counter", "Requests since the start, by status.");
        new TreeMap<>(requests)
                .forEach((status, count) ->
                        sample(out, "stemma_requests_total{status=\"" + status + "\"}", count.sum()));
        head(out, "stemma_uptime_seconds", "gauge", "Time since the gateway opened.");
        sample(out, "stemma_uptime_seconds", (clock.nanos() - startedNanos) / 1_000_000_000);
        memory(out);
        return new Answer.Whole(200, TYPE, StandardCharsets.UTF_8.encode(out.toString()), Map.of());
    }

    private static void memory(StringBuilder out) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        head(out, "stemma_memory_used_bytes", "gauge", "Memory the virtual machine uses, by area.");
        sample(out, "stemma_memory_used_bytes{area=\"heap\"}", heap.getUsed());
        sample(out, "stemma_memory_used_bytes{area=\"other\"}", other.getUsed());
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void sample(StringBuilder out, String name, long value) {
        out.append(name).append(' ').append(value).append('\n');
    }
}
