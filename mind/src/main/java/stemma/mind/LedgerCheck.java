package stemma.mind;

import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Operation;
import stemma.core.Performer;

/** Verifies a ledger; the port through which a goal reaches whoever can. */
@FunctionalInterface
public interface LedgerCheck {
    /** Verifies the node's own ledger, as an act. */
    Op<Operation.Nothing, Outcome> LEDGER_VERIFY = Op.observe("ledger.verify");

    /** The target of the act: there is one ledger that a goal can verify. */
    String OWN = "ledger:own";

    /** Reads the whole ledger and says whether it is sound. */
    Outcome verify() throws InterruptedException;

    /**
     * What verifying showed.
     *
     * @param sound whether every entry hashes to the signed root
     * @param size entries read
     * @param root of the tree over them, in hexadecimal
     * @param message one sentence
     */
    record Outcome(boolean sound, long size, String root, String message) {}

    /** Performs {@link #LEDGER_VERIFY} with this check. */
    default Performer<Operation.Nothing, Outcome> performer() {
        return (nothing, permit) -> {
            permit.spend(new Effect(LEDGER_VERIFY.name(), OWN, Digest.EMPTY));
            Outcome outcome = verify();
            return Done.of(outcome)
                    .evidence(Json.object()
                            .put("sound", outcome.sound())
                            .put("size", outcome.size())
                            .put("root", outcome.root())
                            .build());
        };
    }
}
