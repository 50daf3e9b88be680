package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stemma.identity.Verifier;

/**
 * A checkpoint of this log with what trusted witnesses wrote under it. Lines of others are dropped.
 *
 * @param own the log's own lines
 * @param lines by the witness's name
 */
record CosignedCheckpoint(Checkpoint checkpoint, List<Note.Signature> own, Map<String, Cosignature> lines) {
    CosignedCheckpoint {
        own = List.copyOf(own);
        lines = Map.copyOf(lines);
    }

    /** Reads a note; throws {@link LedgerFailed} unless the log and each trusted witness named in it signed it. */
    static CosignedCheckpoint verified(byte[] bytes, Verifier log, Witnesses witnesses) {
        Checkpoint checkpoint = Checkpoint.verified(bytes, log);
        Note note = Note.parse(bytes);
        List<Note.Signature> own = new ArrayList<>();
        Map<String, Cosignature> lines = new TreeMap<>();
        for (Note.Signature line : note.signatures()) {
            if (line.name().equals(log.name()) && line.keyId() == log.keyId()) {
                own.add(line);
            }
            witnesses.author(line).ifPresent(witness -> {
                Cosignature read = Cosignature.verified(line, witness, note.text());
                if (lines.put(witness.name(), read) != null) {
                    throw new LedgerFailed("the witness " + witness.name() + " signs twice in one note");
                }
            });
        }
        return new CosignedCheckpoint(checkpoint, own.subList(0, 1), lines);
    }

    long size() {
        return checkpoint.size();
    }

    boolean reaches(Witnesses witnesses) {
        return !witnesses.none() && lines.size() >= witnesses.quorum();
    }

    /** The same with these lines as well; a witness's newer line stands for its older one. */
    CosignedCheckpoint with(Map<String, Cosignature> more) {
        Map<String, Cosignature> all = new TreeMap<>(lines);
        all.putAll(more);
        return new CosignedCheckpoint(checkpoint, own, all);
    }

    Note note() {
        List<Note.Signature> all = new ArrayList<>(own);
        new TreeMap<>(lines).values().forEach(cosignature -> all.add(cosignature.line()));
        return new Note(checkpoint.text(), all);
    }

    byte[] bytes() {
        return note().encoded().getBytes(StandardCharsets.UTF_8);
    }
}
