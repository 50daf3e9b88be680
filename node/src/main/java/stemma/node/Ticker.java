package stemma.node;

import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import stemma.core.Clock;
import stemma.core.Gate;
import stemma.core.LogFailed;
import stemma.store.StoreFailed;

/**
 * Keeps the slow clocks of a node: overdue questions expire, the files that a person may change are looked
 * at, and runs that nobody decided on, and what is kept for undo, are swept when they are too many, too large
 * or too old.
 */
final class Ticker implements AutoCloseable {
    private static final long TICK_MILLIS = 500;
    private static final long SWEEP_NANOS = 60 * 60 * 1_000_000_000L;
    private static final Logger LOG = Logger.getLogger(Ticker.class.getName());

    /** Clears away what is too much or too old. */
    @FunctionalInterface
    interface Sweep {
        void sweep() throws IOException, InterruptedException;
    }

    private final Thread thread;

    private final Gate gate;
    private final List<Runnable> watches;
    private final List<Sweep> sweeps;
    private final Clock clock;

    private Ticker(Gate gate, List<Runnable> watches, List<Sweep> sweeps, Clock clock) {
        this.gate = gate;
        this.watches = List.copyOf(watches);
        this.sweeps = List.copyOf(sweeps);
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("stemma-ticker").unstarted(this::tick);
    }

    /**
     * Looks once before it returns, so that a halt file and managed rules count before the first act.
     *
     * @param watches look at files each time they are called, or seldomer
     */
    static Ticker start(Gate gate, List<Runnable> watches, List<Sweep> sweeps, Clock clock) {
        watches.forEach(Runnable::run);
        Ticker ticker = new Ticker(gate, watches, sweeps, clock);
        ticker.thread.start();
        return ticker;
    }

    private void tick() {
        long swept = clock.nanos() - SWEEP_NANOS;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(TICK_MILLIS);
                gate.expireOverdue();
                watches.forEach(Runnable::run);
                if (clock.nanos() - swept >= SWEEP_NANOS && gate.halted().isEmpty()) {
                    swept = clock.nanos();
                    sweepAll();
                }
            }
        } catch (InterruptedException e) {
            return; // the node closes
        } catch (LogFailed e) {
            LOG.log(Level.SEVERE, "questions no longer expire, because the log takes no entries", e);
        }
    }

    /** One that fails does not keep the others from their turn. */
    private void sweepAll() throws InterruptedException {
        for (Sweep sweep : sweeps) {
            try {
                sweep.sweep();
            } catch (IOException | StoreFailed e) {
                LOG.log(Level.WARNING, "what is old could not be swept; the next try is in an hour", e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
