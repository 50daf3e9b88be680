package stemma.sandbox;

import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Cost;
import stemma.core.Purses;

/** Purses that refuse nothing, for tests in which money plays no part. */
public final class FreePurses implements Purses {
    @Override
    public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
        return Optional.empty();
    }

    @Override
    public void settle(ActId id, Cost spent) {}
}
