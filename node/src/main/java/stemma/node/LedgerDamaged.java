package stemma.node;

import stemma.ledger.Damage;

/** The ledger cannot be added to, so nothing can be done; what can be read of it still can. */
final class LedgerDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerDamaged(Damage damage) {
        super("nothing can be done, because the ledger is damaged: " + damage.why()
                + "; see stemma log verify, then restore the home from a backup");
    }
}
