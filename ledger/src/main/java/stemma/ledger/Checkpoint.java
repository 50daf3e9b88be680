package stemma.ledger;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.core.Digest;
import stemma.identity.Signer;
import stemma.identity.Verifier;

/**
 * What a log was at one moment: who speaks, how many entries, and the root over them.
 *
 * @see <a href="https://c2sp.org/tlog-checkpoint">c2sp.org/tlog-checkpoint</a>
 */
public record Checkpoint(String origin, long size, Digest root) {
    private static final Pattern FORM =
            Pattern.compile("([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*");

    public Checkpoint {
        if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0) {
            throw new LedgerFailed("a checkpoint has an origin of one line and a size from 0");
        }
    }

    /** The three lines that are signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
    }

    Note sign(Signer signer) {
        return Note.sign(text(), signer);
    }

    /** Reads the body of a note. */
    static Checkpoint of(Note note) {
        Matcher form = FORM.matcher(note.text());
        if (!form.matches()) {
            throw new LedgerFailed("this is not a checkpoint: its lines are not origin, size and root");
        }
        try {
            Digest root = Digest.wrap(Base64.getDecoder().decode(form.group(3)));
            return new Checkpoint(form.group(1), Long.parseLong(form.group(2)), root);
        } catch (IllegalArgumentException e) {
            throw new LedgerFailed("this is not a checkpoint: its size or root is out of range", e);
        }
    }

    /** Reads a signed checkpoint as what it claims to be; nothing is checked yet. */
    public static Checkpoint claimed(byte[] note) {
        return of(Note.parse(note));
    }

    /** Reads a signed checkpoint and believes it only when this key signed it as its own log. */
    public static Checkpoint verified(byte[] note, Verifier key) {
        Note read = Note.parse(note);
        Checkpoint checkpoint = of(read);
        read.refusal(key).ifPresent(why -> {
            throw new LedgerFailed("the checkpoint of size " + checkpoint.size() + " is not this node's: " + why);
        });
        if (!checkpoint.origin().equals(key.name())) {
            throw new LedgerFailed("the checkpoint is of another log, " + checkpoint.origin());
        }
        return checkpoint;
    }
}
