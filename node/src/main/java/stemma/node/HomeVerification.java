package stemma.node;

import java.nio.file.Path;
import java.util.Optional;
import stemma.identity.Identity;
import stemma.ledger.Checkpoint;
import stemma.ledger.Finding;
import stemma.ledger.LedgerOperations;
import stemma.ledger.LedgerVerify;
import stemma.ledger.VerifyReport;
import stemma.ledger.Witnesses;
import stemma.ledger.dag.DagAudit;
import stemma.mind.LedgerCheck;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.SaltedObjects;

/**
 * Verifies a home's ledger against the last checkpoint that a client saw. The memory lies outside the
 * home, because whoever puts an older copy of the home in its place must not bring an older memory
 * along.
 */
final class HomeVerification implements LedgerOperations.Verification {
    private final Disk disk;
    private final Home home;
    private final Identity identity;
    private final CheckpointMemory memory;
    private final Witnesses witnesses;

    HomeVerification(Disk disk, Home home, Identity identity, CheckpointMemory memory, Witnesses witnesses) {
        this.disk = disk;
        this.home = home;
        this.identity = identity;
        this.memory = memory;
        this.witnesses = witnesses;
    }

    /** What is erased while the log is read looks missing; a second look sees the note. */
    @Override
    public VerifyReport run() {
        VerifyReport report = once();
        boolean missing = report.alarm()
                .filter(alarm -> alarm.kind() == Finding.Kind.MISSING || alarm.kind() == Finding.Kind.ROLLED_BACK)
                .isPresent();
        return missing ? once() : report;
    }

    private VerifyReport once() {
        Path ledger = home.ledger();
        Optional<Checkpoint> remembered = memory.last();
        DagAudit objects = new DagAudit(new SaltedObjects(disk, home.objects()));
        return LedgerVerify.verify(disk, ledger, identity.signer().verifier(), remembered, witnesses, objects);
    }

    /** The same for a goal, which acts through the gate. */
    LedgerCheck check() {
        return () -> {
            VerifyReport report = run();
            String message = report.alarm()
                    .map(Finding::text)
                    .orElse("all " + report.size() + " entries are as they were recorded");
            return new LedgerCheck.Outcome(
                    report.sound(), report.size(), report.root().hex(), message);
        };
    }
}
