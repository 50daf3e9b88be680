package stemma.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The live permits of one gate: the only authority there is. Thread-safe. */
final class Permits {
    private final Set<Permit> live = ConcurrentHashMap.newKeySet();
    private final Clock clock;

    Permits(Clock clock) {
        this.clock = clock;
    }

    Permit issue(ActId id, Act act) {
        long deadline = clock.nanos() + act.deadlineMillis() * 1_000_000;
        Permit permit = new Permit(id, act, deadline, this);
        live.add(permit);
        return permit;
    }

    void withdraw(Permit permit) {
        live.remove(permit);
    }

    void check(Permit permit) {
        if (!live.contains(permit)) {
            throw new PermitRefused("permit " + permit.id() + " is not live: its act has ended, or it never was issued");
        }
        if (clock.nanos() - permit.deadlineNanos() >= 0) {
            throw new PermitRefused("permit " + permit.id() + " is past its deadline");
        }
    }
}
