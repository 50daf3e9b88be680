package stemma.core;

/**
 * Whether acts may start. Thrown at once and recorded after; released only once that is recorded. The
 * log and the switch agree on the order of both, so that a halt during a release is what remains. The
 * lock is not held while the disk is waited for: a halt is never slower than its own entry.
 * Thread-safe.
 */
final class KillSwitch {
    private final Watchdog watchdog;
    private final Scribe scribe;
    private final Clock clock;

    private volatile String halted;
    private volatile boolean closed;
    private long halts;

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
        stop(why); // at once, even while somebody else is about to release
        long index;
        synchronized (this) {
            stop(why);
            halts++;
            index = scribe.append(new Entry.Switched(true, by, why, clock.millis()));
        }
        scribe.await(index);
    }

    private void stop(String why) {
        halted = why;
        watchdog.cancelAll();
    }

    void release(Actor by, String reason) {
        String why = Limits.cut(reason, Entry.REASON_CHARS_MAX);
        long before;
        long index;
        synchronized (this) {
            before = halts;
            index = scribe.append(new Entry.Switched(false, by, why, clock.millis()));
        }
        scribe.await(index);
        synchronized (this) {
            if (halts == before) {
                halted = "";
            }
        }
    }

    /** Nothing starts any more, in this process; says nothing about the next opening. */
    void close() {
        closed = true;
        watchdog.cancelAll();
    }
}
