package stemma.node;

import java.util.List;
import java.util.Map;
import stemma.core.Catalogue;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.gateway.verb.Shell;
import stemma.identity.Identity;
import stemma.identity.Verifier;
import stemma.ledger.Cosignatures;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerOperations;
import stemma.ledger.Witnesses;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.HomeLock;
import stemma.store.LocalDisk;

/**
 * A home whose ledger is damaged. No gate is opened over it, because what cannot be recorded must
 * not happen; the verbs of the log still read what is there and say what is wrong with it.
 */
final class DamagedHome {
    private static final String READING = "log";

    private DamagedHome() {}

    /** Runs a verb of the log; throws the damage for every other verb. */
    static int run(
            Home home, List<String> arguments, Map<String, String> environment, Shell shell, LedgerDamaged damaged)
            throws InterruptedException {
        if (arguments.isEmpty() || !arguments.getFirst().equals(READING)) {
            throw damaged;
        }
        Disk disk = new LocalDisk();
        try (Closing closing = new Closing()) {
            closing.add(HomeLock.take(home));
            Identity identity = Identity.open(disk, home, Entropy.system());
            LedgerFile ledger = closing.add(LedgerFile.open(disk, home.ledger(), identity.signer(), Clock.system()));
            CheckpointMemory memory =
                    CheckpointMemory.of(disk, environment, identity.signer().verifier());
            Verifier key = identity.signer().verifier();
            Witnesses witnesses = HomeFiles.config(disk, home).witnesses();
            HomeVerification verification = new HomeVerification(disk, home, identity, memory, witnesses);
            Cosignatures cosignatures = Cosignatures.open(disk, home.ledger(), ledger, key, witnesses, Clock.system());
            LedgerOperations operations = new LedgerOperations(ledger, verification, cosignatures, NoteText::of);
            Catalogue catalogue = Catalogue.of(LedgerOperations.all(() -> operations));
            return new Cli(catalogue, Map.of()).run(arguments, shell);
        }
    }
}
