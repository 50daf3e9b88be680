package stemma.core;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The live permits of one gate, at most one for each act: the only authority there is. Thread-safe. */
final class Permits {
    private final ConcurrentMap<ActId, Permit> live = new ConcurrentHashMap<>();
    private final Clock clock;

    Permits(Clock clock) {
        this.clock = clock;
    }

    Permit issue(ActId id, Act act) {
        long deadline = clock.nanos() + act.deadlineMillis() * 1_000_000;
        Permit permit = new Permit(id, act, deadline, this);
        live.put(id, permit);
        return permit;
    }

    /** After this returns the permit is refused, and a spend that got in before is counted. */
    void withdraw(Permit permit) {
        synchronized (permit) {
            live.remove(permit.id(), permit);
        }
    }

    boolean overdue(Permit permit) {
        return clock.nanos() - permit.deadlineNanos() >= 0;
    }

    void check(Permit permit) {
        if (live.get(permit.id()) != permit) {
            throw new PermitRefused(
                    "permit " + permit.id() + " is not live: its act has ended, or it never was issued");
        }
        if (overdue(permit)) {
            throw new PermitRefused("permit " + permit.id() + " is past its deadline");
        }
    }

    int count() {
        return live.size();
    }
}
