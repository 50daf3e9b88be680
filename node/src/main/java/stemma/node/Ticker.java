package stemma.node;

import java.util.logging.Level;
import java.util.logging.Logger;
import stemma.core.Gate;
import stemma.core.LogFailed;
import stemma.policy.KillSwitch;

/** Keeps the slow clocks of a node: overdue questions expire, and the halt file is looked at. */
final class Ticker implements AutoCloseable {
    private static final long TICK_MILLIS = 500;
    private static final Logger LOG = Logger.getLogger(Ticker.class.getName());

    private final Thread thread;

    private Ticker(Gate gate, KillSwitch killSwitch) {
        thread = Thread.ofPlatform().daemon().name("stemma-ticker").unstarted(() -> tick(gate, killSwitch));
    }

    /** Looks once before it returns, so that a halt file counts before the first act. */
    static Ticker start(Gate gate, KillSwitch killSwitch) {
        killSwitch.tick();
        Ticker ticker = new Ticker(gate, killSwitch);
        ticker.thread.start();
        return ticker;
    }

    private static void tick(Gate gate, KillSwitch killSwitch) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(TICK_MILLIS);
                gate.expireOverdue();
                killSwitch.tick();
            }
        } catch (InterruptedException e) {
            return; // the node closes
        } catch (LogFailed e) {
            LOG.log(Level.SEVERE, "questions no longer expire, because the log takes no entries", e);
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
