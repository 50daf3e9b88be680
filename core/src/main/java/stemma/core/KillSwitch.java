package stemma.core;

/**
 * Whether acts may start. Thrown at once and recorded after; released only once that is recorded. The
 * log and the switch agree on the order of both, so that a halt during a release is what remains.
 * Thread-safe.
 */
final class KillSwitch {
    private final Watchdog watchdog;
    private final Scribe scribe;
    private final Clock clock;

    private volatile String halted;
    private volatile boolean closed;

    KillSwitch(Watchdog watchdog, Scribe scribe, Clock clock, String halted) {
        this.watchdog = watchdog;
        this.scribe = scribe;
        this.clock = clock;
        this.halted = halted;
    }

    /** Why no act may start; empty when it may. */
    String objection() {
        if (closed) {
            return "the node is closing";
        }
        String why = halted;
        return why.isEmpty() ? "" : "the kill switch is on: " + why;
    }

    String halted() {
        return halted;
    }

    void halt(Actor by, String reason) {
        String why = reason.isEmpty() ? "no reason given" : Limits.cut(reason, Entry.REASON_CHARS_MAX);
        stop(why); // at once, even while a release waits for the disk
        synchronized (this) {
            stop(why);
            scribe.durably(new Entry.Switched(true, by, why, clock.millis()));
        }
    }

    private void stop(String why) {
        halted = why;
        watchdog.cancelAll();
    }

    synchronized void release(Actor by, String reason) {
        String why = Limits.cut(reason, Entry.REASON_CHARS_MAX);
        scribe.durably(new Entry.Switched(false, by, why, clock.millis()));
        halted = "";
    }

    /** Nothing starts any more, in this process; says nothing about the next opening. */
    void close() {
        closed = true;
        watchdog.cancelAll();
    }
}
