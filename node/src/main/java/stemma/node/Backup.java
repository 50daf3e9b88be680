package stemma.node;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Entropy;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Permit;
import stemma.core.Secret;
import stemma.identity.SealingOutput;
import stemma.ledger.LedgerFile;
import stemma.ledger.dag.Dag;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.ReadFile;
import stemma.store.StateFile;
import stemma.store.WholeFile;

/**
 * Writes all that a node is into one sealed file, while the node runs. What only this machine needs
 * stays out: locks, sockets, logs, and runs that wait to be applied. The keys and the vault stay out
 * unless they are asked for.
 */
final class Backup {
    static final Op<Wanted, Made> BACKUP = Op.effect("home.backup");

    private static final int COPY_BYTES = 64 * 1024;

    private final Disk disk;
    private final Home home;
    private final Optional<Path> stateFile;
    private final LedgerFile ledger;
    private final Dag dag;
    private final Entropy entropy;
    private final Clock clock;

    Backup(Disk disk, Home home, Optional<Path> stateFile, LedgerFile ledger, Dag dag, Entropy entropy, Clock clock) {
        this.disk = disk;
        this.home = home;
        this.stateFile = stateFile;
        this.ledger = ledger;
        this.dag = dag;
        this.entropy = entropy;
        this.clock = clock;
    }

    /** A backup that is wanted; what it is called with the keys differs, so that an approval is not of both. */
    record Wanted(Path file, boolean withKeys, Secret passphrase) {
        Digest digest() {
            return Digest.ofUtf8("with keys: " + withKeys);
        }
    }

    /**
     * A backup that was made.
     *
     * @param size entries that the log's newest checkpoint covers in it
     */
    record Made(String file, long bytes, int files, long size, boolean withKeys) {}

    Done<Made> perform(Wanted wanted, Permit permit) throws IOException, InterruptedException {
        permit.spend(new Effect(BACKUP.name(), wanted.file().toString(), wanted.digest()));
        return dag.unerased(() -> written(wanted));
    }

    /** Log and objects have to fit each other, so that nothing is erased meanwhile. */
    private Done<Made> written(Wanted wanted) throws IOException, InterruptedException {
        Path state = home.temp().resolve("backup-" + clock.nanos() + ".db");
        try (WholeFile file = WholeFile.begin(disk, wanted.file())) {
            long size = ledger.checkpoint().checkpoint().size();
            int files;
            try (DataOutputStream out =
                    new DataOutputStream(new SealingOutput(file::append, wanted.passphrase(), entropy))) {
                files = state(out, state) + write(out, wanted.withKeys());
            }
            file.place();
            Made made = new Made(wanted.file().toString(), file.size(), files, size, wanted.withKeys());
            return Done.of(made)
                    .evidence(Json.object()
                            .put("bytes", made.bytes())
                            .put("files", files)
                            .put("size", size)
                            .put("withKeys", wanted.withKeys())
                            .build());
        } finally {
            disk.remove(state);
        }
    }

    /** Tables on a server stay there: a restored node computes them from its log when it starts. */
    private int state(DataOutputStream out, Path copy) throws IOException, InterruptedException {
        if (stateFile.isEmpty()) {
            return 0;
        }
        StateFile.copy(stateFile.get(), copy);
        put(out, BackupFormat.STATE, copy);
        return 1;
    }

    private int write(DataOutputStream out, boolean withKeys) throws IOException, InterruptedException {
        int files = all(out, "", disk.list(home.root()));
        files += all(
                out,
                "keys/",
                withKeys ? disk.list(home.keys()) : List.of(home.keys().resolve("node.pub")));
        files += all(
                out,
                "ledger/",
                disk.list(home.ledger()).stream()
                        .sorted(Comparator.comparing(
                                file -> BackupFormat.last(file.getFileName().toString())))
                        .toList());
        for (Path folder : folders(home.objects())) {
            files += all(out, "objects/" + folder.getFileName() + "/", disk.list(folder));
        }
        out.writeUTF("");
        return files;
    }

    private static List<Path> folders(Path root) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private int all(DataOutputStream out, String prefix, List<Path> files) throws IOException, InterruptedException {
        int count = 0;
        for (Path file : files) {
            String name = prefix + file.getFileName();
            if (BackupFormat.allowed(name) && !name.equals(BackupFormat.STATE) && !name.endsWith(".next")) {
                put(out, name, file);
                count++;
            }
        }
        return count;
    }

    /** Copies as many bytes as the file had when it was opened: the log grows meanwhile. */
    private void put(DataOutputStream out, String name, Path path) throws IOException, InterruptedException {
        try (ReadFile file = disk.read(path)) {
            long size = file.size();
            out.writeUTF(name);
            out.writeLong(size);
            byte[] chunk = new byte[COPY_BYTES];
            for (long at = 0; at < size; ) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("the backup was stopped; nothing was written");
                }
                int count = file.read(at, chunk, 0, (int) Math.min(chunk.length, size - at));
                if (count <= 0) {
                    throw new IOException(path + " became shorter while it was read; back up again");
                }
                out.write(chunk, 0, count);
                at += count;
            }
        }
    }
}
