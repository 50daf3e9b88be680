package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
 * key. The text form is C2SP's tlog-proof; its extra data is the salt followed by the entry, from
 * which the leaf is made: SHA-256(0x02, extra).
 *
 * @param salt what the entry was committed with; whoever has salt and entry can find the public leaf
 * @param path hashes from the leaf's sibling up to the root's child
 * @see <a href="https://c2sp.org/tlog-proof">c2sp.org/tlog-proof</a>
 */
public record LedgerProof(long index, byte[] salt, byte[] entry, List<Digest> path, Note checkpoint) {
    /** The longest text of a proof, in characters. */
    public static final int PROOF_CHARS_MAX = 256 * 1024;

    private static final int PATH_HASHES_MAX = 63;
    private static final Pattern FORM = Pattern.compile("c2sp\\.org/tlog-proof@v1\nextra ([A-Za-z0-9+/=]+)\n"
            + "index (0|[1-9][0-9]{0,18})\n((?:[A-Za-z0-9+/]{43}=\n){0," + PATH_HASHES_MAX + "})\n");

    public LedgerProof {
        Objects.requireNonNull(checkpoint, "checkpoint");
        path = List.copyOf(path);
        if (index < 0
                || salt.length != Salts.SALT_BYTES
                || entry.length == 0
                || entry.length > Log.ENTRY_BYTES_MAX
                || path.size() > PATH_HASHES_MAX) {
            throw new LedgerFailed("this is not a proof: its index, salt, entry or path is out of range");
        }
    }

    /** The text form. */
    public String text() {
        StringBuilder out = new StringBuilder("c2sp.org/tlog-proof@v1\nextra ")
                .append(Base64.getEncoder().encodeToString(extra()))
                .append("\nindex ")
                .append(index)
                .append('\n');
        path.forEach(hash ->
                out.append(Base64.getEncoder().encodeToString(hash.bytes())).append('\n'));
        return out.append('\n').append(checkpoint.encoded()).toString();
    }

    private byte[] extra() {
        byte[] extra = Arrays.copyOf(salt, salt.length + entry.length);
        System.arraycopy(entry, 0, extra, salt.length, entry.length);
        return extra;
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
            byte[] extra = Base64.getDecoder().decode(form.group(1));
            byte[] salt = Arrays.copyOf(extra, Salts.SALT_BYTES);
            byte[] entry = Arrays.copyOfRange(extra, Math.min(extra.length, Salts.SALT_BYTES), extra.length);
            Note note = Note.parse(text.substring(form.end()).getBytes(StandardCharsets.UTF_8));
            return new LedgerProof(Long.parseLong(form.group(2)), salt, entry, path, note);
        } catch (IllegalArgumentException e) {
            throw new LedgerFailed("this is not a ledger proof: a number or base64 in it is malformed", e);
        }
    }

    private Digest leaf() {
        return Merkle.leaf(Merkle.commitment(salt, entry).bytes());
    }

    /** The checkpoint under which this key vouches for the entry; throws {@link LedgerFailed} if it does not. */
    public Checkpoint verified(Verifier key) {
        byte[] note = checkpoint.encoded().getBytes(StandardCharsets.UTF_8);
        Checkpoint signed = Checkpoint.verified(note, key);
        if (!Merkle.included(leaf(), index, signed.size(), path, signed.root())) {
            throw new LedgerFailed("the entry is not number " + index + " of the log that was signed");
        }
        return signed;
    }
}
