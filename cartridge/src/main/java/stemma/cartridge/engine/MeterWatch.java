package stemma.cartridge.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import stemma.core.Threads;

/**
 * Keeps the deadlines of running calls: one thread looks at every {@link Meter} once a millisecond, and
 * rests when nothing runs. A call is entered before it begins and taken off when it ends. Thread-safe.
 */
public final class MeterWatch implements AutoCloseable {
    static final long TICK_NANOS = 1_000_000;

    /** How long it keeps ticking after the last call, because waking it costs more than a short call. */
    static final int LINGER_TICKS = 50;

    private final Set<Meter> running = ConcurrentHashMap.newKeySet();
    private final Threads threads;
    private final Thread thread;
    private volatile boolean resting;
    private volatile boolean closed;

    public MeterWatch(Threads threads) {
        this.threads = threads;
        this.thread = threads.thread("cartridge-watch", this::watch);
        threads.start(thread);
    }

    /** Begins to watch a meter; whoever calls this calls {@link #end} too. */
    public void begin(Meter meter) {
        running.add(meter);
        if (resting) {
            threads.rouse(thread);
        }
    }

    /** Watches it no more. */
    public void end(Meter meter) {
        running.remove(meter);
    }

    private void watch() {
        int idle = 0;
        while (!closed) {
            idle = running.isEmpty() ? idle + 1 : 0;
            running.forEach(Meter::look);
            if (idle > LINGER_TICKS) {
                resting = true; // before the last look, so that whoever enters a meter after it sees it
                if (running.isEmpty() && !closed) {
                    threads.rest();
                }
                resting = false;
                idle = 0;
            } else {
                threads.rest(TICK_NANOS);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.rouse(thread);
    }
}
