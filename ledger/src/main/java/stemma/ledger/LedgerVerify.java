package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.JsonException;
import stemma.identity.Verifier;
import stemma.store.Disk;

/**
 * Checks a ledger from its raw files and the public key alone: every entry is read and hashed. It may
 * run beside a writing node, and on a copy.
 *
 * <p>How a change is placed: an entry's own check or its leaf hash names it exactly. Somebody who
 * rewrites those too still cannot sign, so the first checkpoint of the history whose root differs
 * places the change between it and the one before. A checkpoint remembered elsewhere shows an older
 * copy, or another past, even to somebody who holds the key.
 */
public final class LedgerVerify {
    private final LedgerFolder folder;
    private final Verifier key;
    private final Witnesses witnesses;
    private final List<Finding> findings = new ArrayList<>();

    private LedgerVerify(LedgerFolder folder, Verifier key, Witnesses witnesses) {
        this.folder = folder;
        this.key = key;
        this.witnesses = witnesses;
    }

    /**
     * Reads everything; throws only when the disk refuses.
     *
     * @param remembered the last checkpoint a client saw of this ledger
     */
    public static VerifyReport verify(Disk disk, Path folder, Verifier key, Optional<Checkpoint> remembered) {
        return verify(disk, folder, key, remembered, Witnesses.NONE);
    }

    /** The same, and says how far these witnesses vouch for it. */
    public static VerifyReport verify(
            Disk disk, Path folder, Verifier key, Optional<Checkpoint> remembered, Witnesses witnesses) {
        return verify(disk, folder, key, remembered, witnesses, Vouched.NOTHING);
    }

    /** The same, and checks what else its notes vouch for. */
    public static VerifyReport verify(
            Disk disk,
            Path folder,
            Verifier key,
            Optional<Checkpoint> remembered,
            Witnesses witnesses,
            Vouched vouched) {
        return new LedgerVerify(new LedgerFolder(disk, folder), key, witnesses).run(remembered, vouched);
    }

    /** The first entry that cannot be believed; the size of what was read when all can. */
    static long firstBad(LedgerFolder folder, Verifier key) {
        VerifyReport report = new LedgerVerify(folder, key, Witnesses.NONE).run(Optional.empty(), Vouched.NOTHING);
        return report.findings().stream()
                .filter(f -> f.kind().alarming() && f.kind() != Finding.Kind.COSIGNATURE)
                .findFirst()
                .map(Finding::index)
                .orElse(report.size());
    }

    /** What is expected is read first: a node that writes meanwhile then only has more, never less. */
    private VerifyReport run(Optional<Checkpoint> remembered, Vouched vouched) {
        long leaves = Trust.leaves(folder);
        Milestones milestones = new Milestones();
        Optional<Checkpoint> current = current();
        long signedSize = current.map(Checkpoint::size).orElse(0L);
        history(milestones, signedSize);
        cosigned(milestones);
        current.ifPresent(c -> milestones.add(c, Milestones.Source.SIGNED));
        remembered.ifPresent(c -> milestones.add(c, Milestones.Source.REMEMBERED));
        List<LedgerFolder.Segment> segments = folder.segments();
        try (Audit audit = new Audit(folder, milestones, leaves, findings)) {
            Walk walk = segments.isEmpty() || segments.getFirst().first() == 0
                    ? Walk.of(folder, segments, 0, 0, 0, showing(audit, vouched))
                    : new Walk(0, 0, 0, 0, "the first file of entries is missing");
            audit.finish();
            derived(leaves, signedSize);
            end(walk, segments, signedSize, Math.max(leaves, milestones.signedMax()));
            remembered.ifPresent(c -> rollback(c, walk.index()));
            findings.addAll(vouched.findings(
                    findings.stream().noneMatch(finding -> finding.kind().alarming())));
            findings.sort(
                    Comparator.comparing((Finding f) -> !f.kind().alarming()).thenComparingLong(Finding::index));
            return new VerifyReport(walk.index(), signedSize, audit.root(), findings);
        }
    }

    /** Also hands over the notes of a topic, which a canonical entry tells by its end. */
    private static Walk.Visitor showing(Audit audit, Vouched vouched) {
        if (vouched.topic().isEmpty()) {
            return audit;
        }
        byte[] end = ("\"topic\":\"" + vouched.topic() + "\"}").getBytes(StandardCharsets.UTF_8);
        return (index, scan, offset) -> {
            audit.entry(index, scan, offset);
            if (scan.endsWith(end)) {
                note(scan).ifPresent(note -> vouched.note(index, note));
            }
        };
    }

    /** Empty for what is no note; the audit names an entry that was changed into one that cannot be read. */
    private static Optional<Entry.Noted> note(FrameScan scan) {
        try {
            return EntryCodec.parse(scan.entry()) instanceof Entry.Noted note ? Optional.of(note) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private Optional<Checkpoint> current() {
        try {
            return Trust.checkpoint(folder, key);
        } catch (LedgerFailed e) {
            add(Finding.Kind.RESIGNED, 0, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void history(Milestones milestones, long signedSize) {
        History history = History.read(folder);
        long before = 0;
        for (byte[] note : history.notes()) {
            try {
                Checkpoint checkpoint = Checkpoint.verified(note, key);
                if (checkpoint.size() <= before) {
                    add(Finding.Kind.RESIGNED, checkpoint.size(), "the history of checkpoints is out of order");
                }
                before = checkpoint.size();
                milestones.add(checkpoint, Milestones.Source.SIGNED);
            } catch (LedgerFailed e) {
                add(Finding.Kind.RESIGNED, before, "in the history, after size " + before + ": " + e.getMessage());
            }
        }
        if (signedSize >= before + Notary.HISTORY_ENTRIES) {
            add(
                    Finding.Kind.UNFINISHED,
                    before,
                    "the history of checkpoints ends at " + before + " entries: the next is being written, a crash lost"
                            + " it, or it was taken off");
        }
        if (!history.whole()) {
            add(Finding.Kind.UNFINISHED, before, "the last note of the history of checkpoints is cut short");
        }
    }

    /** A checkpoint is signed after its leaf hashes and tiles are durable, so none of them can be missing. */
    private void derived(long leaves, long signedSize) {
        long tiled = folder.size(folder.tiles()) / Tiles.MARK_BYTES * Tiles.TILE_LEAVES;
        long whole = signedSize / Tiles.TILE_LEAVES * Tiles.TILE_LEAVES;
        if (leaves < signedSize || tiled < whole) {
            long first = leaves < signedSize ? leaves : tiled;
            add(
                    Finding.Kind.DERIVED,
                    first,
                    "leaf hashes or tiles are missing from entry " + first
                            + " on; the next start of the node makes them again");
        }
    }

    private void cosigned(Milestones milestones) {
        List<CosignedCheckpoint> read = new ArrayList<>();
        long bytes = 0;
        for (byte[] note : Cosignatures.recorded(folder)) {
            bytes += note.length;
            try {
                CosignedCheckpoint cosigned = CosignedCheckpoint.verified(note, key, witnesses);
                milestones.add(cosigned.checkpoint(), Milestones.Source.SIGNED);
                read.add(cosigned);
                if (cosigned.bytes().length < note.length) {
                    add(
                            Finding.Kind.WITNESSED,
                            cosigned.size(),
                            "under the cosigned checkpoint of size " + cosigned.size()
                                    + " stand lines of nobody that node.toml trusts; they count for nothing");
                }
            } catch (LedgerFailed e) {
                add(Finding.Kind.COSIGNATURE, 0, "among the cosigned checkpoints: " + e.getMessage());
            }
        }
        if (bytes < folder.size(folder.cosigned())) {
            add(Finding.Kind.COSIGNATURE, 0, "the file of cosigned checkpoints ends in what is no note");
        }
        if (!witnesses.none()) {
            Cosignatures.Standing standing = Cosignatures.standing(read, witnesses);
            add(Finding.Kind.WITNESSED, standing.size(), standing.text());
        }
    }

    private void end(Walk walk, List<LedgerFolder.Segment> segments, long signedSize, long expected) {
        long index = walk.index();
        boolean torn = !walk.clean() && index >= expected && Trust.torn(folder, segments, walk);
        if (torn) {
            add(
                    Finding.Kind.UNFINISHED,
                    index,
                    walk.left() + " bytes after entry " + (index - 1)
                            + " are no entry yet: they are being written, or a crash cut them short");
        } else if (!walk.clean() && walk.left() > 0) {
            add(Finding.Kind.CHANGED, index, "entry " + index + " is damaged: " + walk.why());
        } else if (!walk.clean() || index < expected) {
            add(
                    Finding.Kind.MISSING,
                    index,
                    "the entries end before entry " + index + ", but " + Math.max(expected, index + 1)
                            + " were recorded");
        }
        if (index > signedSize) {
            add(
                    Finding.Kind.UNSIGNED,
                    signedSize,
                    "entries " + signedSize + " to " + (index - 1) + " are not covered by a checkpoint yet");
        }
    }

    private void rollback(Checkpoint remembered, long size) {
        if (size < remembered.size()) {
            add(
                    Finding.Kind.ROLLED_BACK,
                    size,
                    "this ledger has " + size + " entries, but " + remembered.size()
                            + " were seen earlier: it is an older copy, or was cut");
        }
    }

    private void add(Finding.Kind kind, long index, String text) {
        findings.add(new Finding(kind, index, text));
    }
}
