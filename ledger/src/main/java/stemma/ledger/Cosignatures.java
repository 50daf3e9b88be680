package stemma.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import stemma.core.Clock;
import stemma.identity.Verifier;
import stemma.store.Disk;

/**
 * What witnesses said of this log. A node's owner holds the key and could show two pasts to two people;
 * a witness signs only what continues what it signed before, so that a quorum of them vouches for one.
 *
 * <p>Kept are the largest checkpoint that a quorum cosigned and the larger ones that wait for more of
 * them. A cosignature is refused when it is not its witness's, when it is for another tree, and when it
 * is stale: older than a day, older than the one held, or for a smaller tree than that witness, or the
 * quorum, has moved on to. The file is replaced in one durable step. Thread-safe.
 */
public final class Cosignatures {
    /** How old a cosignature may be when it is added. */
    public static final long AGE_SECONDS_MAX = 24 * 60 * 60;

    /** How far a witness's clock may be ahead of ours. */
    public static final long AHEAD_SECONDS_MAX = 5 * 60;

    /** Checkpoints kept at once. */
    public static final int CHECKPOINTS_MAX = 8;

    static final int FILE_BYTES_MAX = CHECKPOINTS_MAX * Note.NOTE_BYTES_MAX;

    private final LedgerFolder folder;
    private final LedgerFile ledger;
    private final Verifier key;
    private final Witnesses witnesses;
    private final Clock clock;
    private final List<String> warnings = new ArrayList<>();
    private final NavigableMap<Long, CosignedCheckpoint> bySize = new TreeMap<>();

    private Cosignatures(LedgerFolder folder, LedgerFile ledger, Verifier key, Witnesses witnesses, Clock clock) {
        this.folder = folder;
        this.ledger = ledger;
        this.key = key;
        this.witnesses = witnesses;
        this.clock = clock;
    }

    /** Reads what is on record. A record that was altered counts for nothing here; verification names it. */
    public static Cosignatures open(
            Disk disk, Path folder, LedgerFile ledger, Verifier key, Witnesses witnesses, Clock clock) {
        Cosignatures opened = new Cosignatures(new LedgerFolder(disk, folder), ledger, key, witnesses, clock);
        for (byte[] note : recorded(opened.folder)) {
            try {
                CosignedCheckpoint read = CosignedCheckpoint.verified(note, key, witnesses);
                opened.bySize.put(read.size(), read);
            } catch (LedgerFailed e) {
                opened.warnings.add("a cosigned checkpoint on record counts for nothing: " + e.getMessage());
            }
        }
        return opened;
    }

    /** What is on record and was not believed when it was read, one sentence each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    static List<byte[]> recorded(LedgerFolder folder) {
        return History.split(
                folder.disk().content(folder.cosigned(), FILE_BYTES_MAX).orElse(new byte[0]));
    }

    /**
     * How far the witnesses vouch for the log.
     *
     * @param size of the largest checkpoint that a quorum cosigned; 0 when there is none
     * @param of how many trusted witnesses there are
     * @param newest size of the largest checkpoint that anybody cosigned
     * @param by who cosigned that one
     */
    public record Standing(long size, int quorum, int of, long newest, List<String> by) {
        public Standing {
            by = List.copyOf(by);
        }

        /** One sentence. */
        public String text() {
            if (of == 0) {
                return "no witnesses are set in node.toml";
            }
            String held = size == 0 ? "no checkpoint has a quorum yet" : "witnessed: the first " + size + " entries";
            String latest = newest > size ? "; of " + newest + " entries " + by.size() + " so far" : "";
            return held + " (" + quorum + " of " + of + " witnesses are a quorum" + latest + ")";
        }
    }

    public synchronized Standing standing() {
        return standing(bySize.values(), witnesses);
    }

    static Standing standing(Iterable<CosignedCheckpoint> all, Witnesses witnesses) {
        long reached = 0;
        long newest = 0;
        List<String> by = List.of();
        for (CosignedCheckpoint checkpoint : all) {
            if (checkpoint.reaches(witnesses)) {
                reached = Math.max(reached, checkpoint.size());
            }
            if (!checkpoint.lines().isEmpty() && checkpoint.size() > newest) {
                newest = checkpoint.size();
                by = checkpoint.lines().keySet().stream().sorted().toList();
            }
        }
        return new Standing(reached, witnesses.quorum(), witnesses.keys().size(), newest, by);
    }

    /** The largest checkpoint that a quorum cosigned. */
    synchronized Optional<Note> witnessed() {
        return bySize.descendingMap().values().stream()
                .filter(checkpoint -> checkpoint.reaches(witnesses))
                .findFirst()
                .map(CosignedCheckpoint::note);
    }

    /** A checkpoint with the cosignatures on record for it. */
    synchronized Note dressed(SignedCheckpoint signed) {
        return Optional.ofNullable(bySize.get(signed.checkpoint().size()))
                .filter(held -> held.checkpoint().equals(signed.checkpoint()))
                .map(CosignedCheckpoint::note)
                .orElse(signed.note());
    }

    /** Takes a checkpoint of this log with cosignatures; throws {@link LedgerFailed} that says why not. */
    public synchronized Standing add(byte[] note) {
        CosignedCheckpoint given = CosignedCheckpoint.verified(note, key, witnesses);
        if (given.lines().isEmpty()) {
            throw new LedgerFailed("no trusted witness cosigned it; node.toml lists whom this node trusts");
        }
        requireOurs(given.checkpoint());
        given.lines().forEach((witness, line) -> requireFresh(witness, line, given.size()));
        bySize.merge(given.size(), given, (held, more) -> held.with(more.lines()));
        forget();
        write();
        return standing();
    }

    private void requireOurs(Checkpoint checkpoint) {
        long signed = ledger.lastCheckpoint()
                .orElseGet(ledger::checkpoint)
                .checkpoint()
                .size();
        boolean ours = checkpoint.size() > 0
                && checkpoint.size() <= signed
                && ledger.tree().hash(0, checkpoint.size()).equals(checkpoint.root());
        if (!ours) {
            throw new LedgerFailed("this checkpoint of size " + checkpoint.size() + " is not of this ledger, which has "
                    + signed + " signed entries: the log was restored or written anew since it was signed");
        }
    }

    private void requireFresh(String witness, Cosignature line, long size) {
        long now = clock.millis() / 1_000;
        if (line.atSeconds() > now + AHEAD_SECONDS_MAX) {
            throw new LedgerFailed("the cosignature of " + witness + " is " + (line.atSeconds() - now)
                    + " seconds from the future; compare the clocks");
        }
        if (line.atSeconds() < now - AGE_SECONDS_MAX) {
            throw stale(witness, "it is " + (now - line.atSeconds()) + " seconds old");
        }
        if (size < standing().size()) {
            throw stale(witness, "a quorum has cosigned " + standing().size() + " entries already");
        }
        for (CosignedCheckpoint held : bySize.tailMap(size, true).values()) {
            Cosignature before = held.lines().get(witness);
            if (before != null && (held.size() > size || before.atSeconds() > line.atSeconds())) {
                throw stale(witness, "it has cosigned " + held.size() + " entries at " + before.atSeconds());
            }
        }
    }

    private static LedgerFailed stale(String witness, String why) {
        return new LedgerFailed("the cosignature of " + witness + " is stale: " + why + "; ask it for a new one over"
                + " the newest checkpoint");
    }

    /** What a quorum has moved beyond goes, then the smallest that still wait. */
    private void forget() {
        long reached = standing().size();
        bySize.headMap(reached, false).clear();
        while (bySize.size() > CHECKPOINTS_MAX) {
            List<Long> waiting = new ArrayList<>(bySize.tailMap(reached, false).keySet());
            waiting.sort(Comparator.naturalOrder());
            bySize.remove(waiting.getFirst());
        }
    }

    private void write() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Map.Entry<Long, CosignedCheckpoint> held : bySize.entrySet()) {
            all.writeBytes(held.getValue().bytes());
        }
        folder.disk().replace(folder.cosigned(), all.toByteArray());
    }
}
