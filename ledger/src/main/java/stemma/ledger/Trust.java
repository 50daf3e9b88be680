package stemma.ledger;

import java.util.List;
import java.util.Optional;
import stemma.identity.Verifier;
import stemma.store.ReadFile;

/** What the files beside the entries let us believe about them. */
final class Trust {
    private static final int CHUNK_BYTES = 64 * 1024;

    private Trust() {}

    /** The last signed checkpoint; refuses one that is missing though there were earlier ones. */
    static Optional<Checkpoint> checkpoint(LedgerFolder folder, Verifier key) {
        Optional<byte[]> note = folder.disk().content(folder.checkpoint(), Note.NOTE_BYTES_MAX);
        if (note.isEmpty() && folder.size(folder.checkpoints()) > 0) {
            throw new LedgerFailed("the file " + folder.checkpoint() + " is missing; restore the ledger from a backup");
        }
        return note.map(bytes -> Checkpoint.verified(bytes, key));
    }

    /** Whether a walk stopped in the remains of a commit that nobody was told about. */
    static boolean torn(LedgerFolder folder, List<LedgerFolder.Segment> segments, Walk walk) {
        return walk.segment() == segments.size() - 1
                && walk.left() > 0
                && walk.left() <= Batch.BATCH_BYTES_MAX
                && leaves(folder) <= walk.index();
    }

    /** How many leaf hashes were written: up to the last that is not zeros, which a lost sector reads as. */
    static long leaves(LedgerFolder folder) {
        long size = folder.size(folder.leaves());
        if (size == 0) {
            return 0;
        }
        byte[] chunk = new byte[CHUNK_BYTES];
        try (ReadFile file = folder.disk().read(folder.leaves())) {
            for (long end = size; end > 0; ) {
                long start = Math.max(0, end - CHUNK_BYTES);
                int got = file.read(start, chunk, 0, (int) (end - start));
                for (int i = got - 1; i >= 0; i--) {
                    if (chunk[i] != 0) {
                        return (start + i) / Hasher.HASH_BYTES + 1;
                    }
                }
                end = start;
            }
        }
        return 0;
    }
}
