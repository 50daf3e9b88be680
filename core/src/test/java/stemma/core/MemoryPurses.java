package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Purses that remember every call, and whether a limit was ever passed or a settlement had no reservation. */
final class MemoryPurses implements Purses {
    private record Held(String purse, Cost estimate) {}

    private final Map<String, Cost> limits = new HashMap<>();
    private final Map<String, Cost> spent = new HashMap<>();
    private final Map<String, Cost> reserved = new HashMap<>();
    private final Map<ActId, Held> held = new HashMap<>();
    private int settlements;
    private String fault = "";

    MemoryPurses limit(String purse, Cost limit) {
        limits.put(purse, limit);
        return this;
    }

    @Override
    public synchronized Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
        Cost limit = limits.getOrDefault(purse, Cost.ZERO);
        Cost after = spent(purse).plus(reserved(purse)).plus(estimate);
        if (!after.within(limit)) {
            return Optional.of("purse " + purse + " has not that much left");
        }
        if (held.put(id, new Held(purse, estimate)) != null) {
            fault = "reserved twice for " + id;
        }
        reserved.merge(purse, estimate, Cost::plus);
        return Optional.empty();
    }

    @Override
    public synchronized void settle(ActId id, Cost took) {
        Held was = held.remove(id);
        settlements++;
        if (was == null) {
            fault = "settled without a reservation: " + id;
            return;
        }
        reserved.put(was.purse, reserved(was.purse).less(was.estimate));
        spent.merge(was.purse, took, Cost::plus);
        if (!spent(was.purse).plus(reserved(was.purse)).within(limits.getOrDefault(was.purse, Cost.ZERO))) {
            fault = "purse " + was.purse + " overshot to " + spent(was.purse);
        }
    }

    synchronized Cost spent(String purse) {
        return spent.getOrDefault(purse, Cost.ZERO);
    }

    synchronized Cost reserved(String purse) {
        return reserved.getOrDefault(purse, Cost.ZERO);
    }

    synchronized int settlements() {
        return settlements;
    }

    /** Nothing is set aside any more, and nothing ever went wrong. */
    synchronized void assertSettled() {
        assertThat(fault).isEmpty();
        assertThat(held).isEmpty();
        assertThat(reserved.values()).allMatch(Cost.ZERO::equals);
    }
}
