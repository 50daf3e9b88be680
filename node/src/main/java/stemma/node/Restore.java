package stemma.node;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.core.Secret;
import stemma.identity.Identity;
import stemma.identity.IdentityFailed;
import stemma.identity.OpeningInput;
import stemma.identity.Vault;
import stemma.identity.Verifier;
import stemma.ledger.Finding;
import stemma.ledger.LedgerVerify;
import stemma.ledger.VerifyReport;
import stemma.ledger.Witnesses;
import stemma.ledger.dag.DagAudit;
import stemma.store.AppendFile;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.Objects;
import stemma.store.ReadFile;
import stemma.store.SaltedObjects;
import stemma.store.StagedHome;
import stemma.store.StateDb;
import stemma.store.StateFile;
import stemma.store.StoreFailed;

/**
 * Lays a home out from a backup, and puts it in place only when all of it was seen to be right: every
 * piece opened, every object is what its name says, the log is whole and signed by the node, the
 * database is sound, and the keys, if they are there, are this node's.
 */
final class Restore {
    private static final int COPY_BYTES = 64 * 1024;

    private final Disk disk;
    private final Home home;

    Restore(Disk disk, Home home) {
        this.disk = disk;
        this.home = home;
    }

    /**
     * What was restored.
     *
     * @param size entries of the log
     * @param keys whether the node can be started as it is
     */
    record Restored(int files, long size, String node, boolean keys) {}

    /** Throws {@link IdentityFailed} or {@link stemma.store.StoreFailed} and leaves the home as it was. */
    Restored from(Path backup, Secret passphrase) {
        try (ReadFile file = disk.read(backup);
                StagedHome staged = StagedHome.beside(home)) {
            int files = lay(new DataInputStream(new OpeningInput(file, passphrase)), staged);
            Restored restored = verified(staged.home(), files);
            staged.place();
            return restored;
        } catch (IOException e) {
            throw new IdentityFailed(
                    "the backup " + backup + " does not hold what it says: " + e.getMessage()
                            + "; nothing was restored",
                    e);
        } catch (IdentityFailed e) {
            throw new IdentityFailed(
                    "the backup " + backup + " is not restored: " + e.getMessage() + "; the home is as it was", e);
        }
    }

    private static int lay(DataInputStream in, StagedHome staged) throws IOException {
        int files = 0;
        for (String name = in.readUTF(); !name.isEmpty(); name = in.readUTF()) {
            if (!BackupFormat.allowed(name) || files >= BackupFormat.FILES_MAX) {
                throw new IOException("a home has no file '" + name + "'");
            }
            copy(in, in.readLong(), staged, name);
            files++;
        }
        if (in.read() >= 0) {
            throw new IOException("it goes on after its end");
        }
        return files;
    }

    private static void copy(DataInputStream in, long size, StagedHome staged, String name) throws IOException {
        byte[] chunk = new byte[COPY_BYTES];
        try (AppendFile out = staged.file(name)) {
            for (long left = size; left > 0; ) {
                int count = in.read(chunk, 0, (int) Math.min(left, chunk.length));
                if (count < 0) {
                    throw new EOFException("it ends within " + name);
                }
                out.append(ByteBuffer.wrap(chunk, 0, count));
                left -= count;
            }
            out.sync();
        }
    }

    private Restored verified(Home staged, int files) throws IOException {
        Verifier key = Identity.verifier(disk, staged).orElseThrow(() -> new IdentityFailed("it names no node"));
        objects(staged);
        DagAudit audit = new DagAudit(new SaltedObjects(disk, staged.objects()));
        VerifyReport report = LedgerVerify.verify(disk, staged.ledger(), key, Optional.empty(), Witnesses.NONE, audit);
        if (!report.sound()) {
            throw new IdentityFailed(
                    "its log is not sound: " + report.alarm().map(Finding::text).orElse("no entry of it is signed"));
        }
        database(staged);
        return new Restored(files, report.size(), key.name(), keys(staged));
    }

    private void objects(Home staged) throws IOException {
        Objects objects = new Objects(disk, staged.objects());
        try (Stream<Path> all = Files.walk(staged.objects())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path folder = file.getParent();
                Digest name =
                        Digest.parse((folder == null ? "" : folder.getFileName().toString()) + file.getFileName());
                if (!salted(staged, name)) {
                    objects.get(name);
                }
            }
        }
    }

    /** Whether it is content under a salted commitment, which the log vouches for. */
    private boolean salted(Home staged, Digest name) {
        try {
            return new SaltedObjects(disk, staged.objects())
                    .raw(name)
                    .filter(bytes -> SaltedObjects.matches(name, bytes))
                    .isPresent();
        } catch (StoreFailed tooLarge) {
            return false;
        }
    }

    /** There is none in the backup of a node that kept its tables on a server. */
    private static void database(Home staged) {
        if (Files.notExists(staged.stateDb())) {
            return;
        }
        try (StateDb db = StateFile.open(staged.stateDb(), staged.temp(), List.of())) {
            if (!db.sound()) {
                throw new IdentityFailed("its database is damaged");
            }
        }
    }

    /** Whether the node's own key is there; it and the vault must then be the node's. */
    private boolean keys(Home staged) {
        if (Files.notExists(staged.keys().resolve("node.key"))) {
            return false;
        }
        Identity identity = Identity.open(disk, staged, Entropy.system());
        Vault.open(disk, staged, identity, Entropy.system(), Clock.system());
        return true;
    }
}
