package stemma.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import stemma.identity.Verifier;
import stemma.ledger.Checkpoint;
import stemma.ledger.LedgerFailed;
import stemma.ledger.LedgerFile;
import stemma.ledger.SignedCheckpoint;
import stemma.store.Disk;
import stemma.store.Home;

/**
 * The last checkpoint that this user's command line saw of a node, kept beside the home and not in
 * it: an older copy of the home cannot bring an older memory along. Thread-safe.
 */
final class CheckpointMemory {
    static final int NOTE_BYTES_MAX = 64 * 1024;

    private final Disk disk;
    private final Path folder;
    private final Path file;
    private final Verifier key;

    /**
     * Remembers in a folder of the user's.
     *
     * @param folder made when the first checkpoint is remembered
     */
    CheckpointMemory(Disk disk, Path folder, Verifier key) {
        this.disk = disk;
        this.folder = folder;
        this.file = file(folder, key.name());
        this.key = key;
    }

    /** The memory of the user to whom this environment belongs: under {@code XDG_STATE_HOME}. */
    static CheckpointMemory of(Disk disk, Map<String, String> environment, Verifier key) {
        return new CheckpointMemory(disk, folder(environment), key);
    }

    static Path folder(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base =
                state.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/"), ".local", "state") : Path.of(state);
        return base.resolve("stemma").toAbsolutePath().normalize();
    }

    /** Where the last checkpoint of the log of that name is kept. */
    static Path file(Path folder, String origin) {
        return folder.resolve(origin.replace('/', '-') + ".checkpoint");
    }

    /** What was seen last; empty at first. A memory that this node did not sign is no memory. */
    Optional<Checkpoint> last() {
        return disk.content(file, NOTE_BYTES_MAX).map(note -> Checkpoint.verified(note, key));
    }

    Path file() {
        return file;
    }

    /** A ledger shorter than one that was seen is an older copy; nothing is added to it unasked. */
    void refuseRolledBack(Home home, LedgerFile ledger) {
        long seen = last().map(Checkpoint::size).orElse(0L);
        if (ledger.size() < seen) {
            throw new LedgerFailed("this ledger has " + ledger.size() + " entries, but " + seen
                    + " were signed and seen before: the home " + home.root() + " is an older copy. Bring the newer one"
                    + " back, or accept the loss by removing " + file);
        }
    }

    /** Keeps a checkpoint that is newer than the one kept. */
    synchronized void remember(SignedCheckpoint seen) {
        long known = last().map(Checkpoint::size).orElse(0L);
        if (seen.checkpoint().size() > known) {
            disk.makeFolder(folder);
            disk.replace(file, seen.note().encoded().getBytes(StandardCharsets.UTF_8));
        }
    }
}
