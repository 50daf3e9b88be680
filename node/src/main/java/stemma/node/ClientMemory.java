package stemma.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import stemma.core.Refusal;
import stemma.gateway.verb.Memory;
import stemma.ledger.Checkpoint;
import stemma.ledger.Merkle;
import stemma.store.Disk;
import stemma.store.StoreFailed;

/**
 * The command line's side of {@link CheckpointMemory}: each verb that a running node carries meets the
 * node's checkpoint first, and goes no further when the log is not a continuation of the one this
 * user saw last. The proof is checked here; the signature is not, because the socket can be opened by
 * the home's owner alone, and loading the curve would cost each verb more than all the rest. Whoever
 * opens the home next, and {@code log verify}, check it on the note that is kept.
 */
final class ClientMemory implements Memory {
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");

    private final Disk disk;
    private final Path folder;

    ClientMemory(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    @Override
    public void meet(String note, Prover prover) throws IOException {
        byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
        Checkpoint shown = Checkpoint.claimed(bytes);
        if (!ORIGIN.matcher(shown.origin()).matches()) {
            throw new IOException("the node's log has the odd name '" + shown.origin() + "'");
        }
        Path file = CheckpointMemory.file(folder, shown.origin());
        Optional<Checkpoint> seen = seen(file);
        if (seen.isPresent()) {
            compare(seen.get(), shown, file, prover);
        }
        if (shown.size() > seen.map(Checkpoint::size).orElse(0L)) {
            keep(file, bytes, shown.size());
        }
    }

    private Optional<Checkpoint> seen(Path file) {
        return disk.content(file, CheckpointMemory.NOTE_BYTES_MAX).map(Checkpoint::claimed);
    }

    private static void compare(Checkpoint seen, Checkpoint shown, Path file, Prover prover) throws IOException {
        if (shown.size() < seen.size()) {
            throw refusal(
                    "its log has " + shown.size() + " signed entries, but " + seen.size()
                            + " were seen before: its home is an older copy",
                    file);
        }
        boolean same = shown.size() == seen.size() && shown.root().equals(seen.root());
        if (!same && seen.size() > 0 && !continues(seen, shown, prover)) {
            throw refusal("the first " + seen.size() + " entries of its log are not those that were seen before", file);
        }
    }

    private static boolean continues(Checkpoint seen, Checkpoint shown, Prover prover) throws IOException {
        return shown.size() > seen.size()
                && Merkle.consistent(
                        seen.size(),
                        seen.root(),
                        shown.size(),
                        shown.root(),
                        prover.consistency(seen.size(), shown.size()));
    }

    private static Refusal refusal(String why, Path file) {
        return new Refusal(
                Refusal.Kind.UNAVAILABLE,
                "this node went back in time, so nothing was asked of it: " + why
                        + ". Bring the newer home back, or accept the loss by removing " + file);
    }

    /** Two verbs may end at once: when the other one kept as much, all is well. */
    private void keep(Path file, byte[] note, long size) {
        try {
            disk.makeFolder(folder);
            disk.replace(file, note);
        } catch (StoreFailed e) {
            if (seen(file).map(Checkpoint::size).orElse(0L) < size) {
                throw e;
            }
        }
    }
}
