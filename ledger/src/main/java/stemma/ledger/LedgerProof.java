package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.core.Digest;
import stemma.core.Log;
import stemma.identity.Verifier;

/**
 * Everything a third party needs to check that an entry is in this node's log, besides its public
 * key. The text form is C2SP's tlog-proof, with the entry itself as the extra data.
 *
 * @param path hashes from the leaf's sibling up to the root's child
 * @see <a href="https://c2sp.org/tlog-proof">c2sp.org/tlog-proof</a>
 */
public record LedgerProof(long index, byte[] entry, List<Digest> path, Note checkpoint) {
    /** The longest text of a proof, in characters. */
    public static final int PROOF_CHARS_MAX = 256 * 1024;

    private static final int PATH_HASHES_MAX = 63;
    private static final Pattern FORM = Pattern.compile("c2sp\\.org/tlog-proof@v1\nextra ([A-Za-z0-9+/=]+)\n"
            + "index (0|[1-9][0-9]{0,18})\n((?:[A-Za-z0-9+/]{43}=\n){0," + PATH_HASHES_MAX + "})\n");

    public LedgerProof {
        Objects.requireNonNull(checkpoint, "checkpoint");
        path = List.copyOf(path);
        if (index < 0 || entry.length > Log.ENTRY_BYTES_MAX || path.size() > PATH_HASHES_MAX) {
            throw new LedgerFailed("this is not a proof: its index, entry or path is out of range");
        }
    }

    /** The text form. */
    public String text() {
        StringBuilder out = new StringBuilder("c2sp.org/tlog-proof@v1\nextra ")
                .append(Base64.getEncoder().encodeToString(entry))
                .append("\nindex ")
                .append(index)
                .append('\n');
        path.forEach(hash ->
                out.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n'));
        return out.append('\n').append(checkpoint.encoded()).toString();
    }

    /** Reads the text form strictly; nothing is checked yet. */
    public static LedgerProof parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > PROOF_CHARS_MAX || !form.lookingAt()) {
            throw new LedgerFailed("this is not a ledger proof: it does not begin with the lines of a tlog-proof");
        }
        List<Digest> path = new ArrayList<>();
        try {
            form.group(3)
                    .lines()
                    .forEach(line -> path.add(Digest.wrap(Base64.getDecoder().decode(line))));
            byte[] entry = Base64.getDecoder().decode(form.group(1));
            Note note = Note.parse(text.substring(form.end()).getBytes(StandardCharsets.UTF_8));
            return new LedgerProof(Long.parseLong(form.group(2)), entry, path, note);
        } catch (IllegalArgumentException e) {
            throw new LedgerFailed("this is not a ledger proof: a number or base64 in it is malformed", e);
        }
    }

    /** The checkpoint under which this key vouches for the entry; throws {@link LedgerFailed} if it does not. */
    public Checkpoint verified(Verifier key) {
        byte[] note = checkpoint.encoded().getBytes(StandardCharsets.UTF_8);
        Checkpoint signed = Checkpoint.verified(note, key);
        if (!Merkle.included(Merkle.leaf(entry), index, signed.size(), path, signed.root())) {
            throw new LedgerFailed("the entry is not number " + index + " of the log that was signed");
        }
        return signed;
    }
}
