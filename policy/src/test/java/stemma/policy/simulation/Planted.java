package stemma.policy.simulation;

import java.util.List;
import stemma.core.Clock;
import stemma.core.Entry;
import stemma.core.Log;
import stemma.core.Policy;
import stemma.core.Purses;
import stemma.core.Recovered;
import stemma.ledger.Projection;
import stemma.store.Disk;

/** Where a bug can be planted: each method may put a faulty double in front of a sound part. */
interface Planted {
    /** No bug at all. */
    Planted NOTHING = new Planted() {};

    default Clock clock(Clock sound) {
        return sound;
    }

    default Disk disk(Disk sound) {
        return sound;
    }

    default Log log(Log sound) {
        return sound;
    }

    default Policy policy(Policy sound) {
        return sound;
    }

    default Purses purses(Purses sound) {
        return sound;
    }

    /** What the gate is told about the log when it opens. */
    default Recovered recovered(Recovered sound, List<Entry> log) {
        return sound;
    }

    /** Whether a new purse book takes over where the old one stood. */
    default boolean loadsPurses() {
        return true;
    }

    default List<Projection> projections(List<Projection> sound) {
        return sound;
    }

    /** Whether acts that a crash left open are performed again. */
    default boolean redoesWhatWasOpen() {
        return false;
    }

    /** Whether a performer acts once more after it spent its permit. */
    default boolean actsTwice() {
        return false;
    }
}
