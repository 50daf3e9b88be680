package stemma.node;

import java.nio.file.Path;
import java.util.Optional;
import stemma.identity.Identity;
import stemma.ledger.Checkpoint;
import stemma.ledger.LedgerOperations;
import stemma.ledger.LedgerVerify;
import stemma.ledger.VerifyReport;
import stemma.store.Disk;
import stemma.store.Home;

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

    HomeVerification(Disk disk, Home home, Identity identity, CheckpointMemory memory) {
        this.disk = disk;
        this.home = home;
        this.identity = identity;
        this.memory = memory;
    }

    @Override
    public VerifyReport run() {
        Path ledger = home.ledger();
        Optional<Checkpoint> remembered = memory.last();
        return LedgerVerify.verify(disk, ledger, identity.signer().verifier(), remembered);
    }
}
