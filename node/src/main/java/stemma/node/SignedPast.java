package stemma.node;

import java.util.List;
import stemma.core.Digest;
import stemma.gateway.verb.Past;
import stemma.ledger.LedgerFile;

/** The ledger as a verb's client meets it. A node that has just begun signs what it found. */
record SignedPast(LedgerFile ledger) implements Past {
    @Override
    public String checkpoint() {
        return ledger.lastCheckpoint().orElseGet(ledger::checkpoint).note().encoded();
    }

    @Override
    public List<Digest> consistency(long old, long size) {
        return ledger.consistency(old, size);
    }
}
