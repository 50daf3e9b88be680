package stemma.policy.simulation;

import java.util.List;
import java.util.random.RandomGenerator;
import stemma.core.LogFailed;
import stemma.identity.Verifier;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerProof;
import stemma.ledger.Projection;
import stemma.ledger.SignedCheckpoint;
import stemma.ledger.table.Projector;
import stemma.store.StateDb;

/**
 * Whoever reads while others write: asks for checkpoints and proofs and checks them, and brings the
 * tables up to the log, so that a crash finds them half way.
 */
final class Auditor {
    private final RandomGenerator random;
    private final Baton baton;
    private final Oracle oracle;
    private final LedgerFile ledger;
    private final Verifier key;
    private final StateDb db;
    private final List<Projection> projections;

    Auditor(
            RandomGenerator random,
            Baton baton,
            Oracle oracle,
            LedgerFile ledger,
            Verifier key,
            StateDb db,
            List<Projection> projections) {
        this.random = random;
        this.baton = baton;
        this.oracle = oracle;
        this.ledger = ledger;
        this.key = key;
        this.db = db;
        this.projections = projections;
    }

    void audits(int steps) {
        for (int i = 0; i < steps; i++) {
            for (int left = random.nextInt(20); left > 0; left--) {
                baton.step();
            }
            try {
                audit();
            } catch (LogFailed e) {
                return; // the disk failed, or the ledger was closed
            }
        }
    }

    private void audit() {
        switch (random.nextInt(4)) {
            case 0 -> signs();
            case 1 -> catchesUp();
            default -> proves();
        }
    }

    private void signs() {
        long before = oracle.history().size();
        SignedCheckpoint signed = ledger.checkpoint();
        oracle.signed(signed.checkpoint(), before);
    }

    private void proves() {
        long size = ledger.size();
        if (size > 0) {
            LedgerProof proof = ledger.prove(random.nextLong(size));
            oracle.proved(proof, proof.verified(key));
        }
    }

    /** What the tables hold was shown to somebody. */
    private void catchesUp() {
        long size = ledger.size();
        Projector.open(db, ledger, projections);
        oracle.durable(size - 1);
    }
}
