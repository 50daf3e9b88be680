package stemma.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import stemma.identity.Signer;
import stemma.identity.Verifier;

/**
 * A text with signature lines after C2SP's signed note: the text, an empty line, then lines of an em
 * dash, a key name and base64(key id, signature).
 *
 * @param text what is signed, ending in a newline
 * @param signatures one or more, in the order of the note
 * @see <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>
 */
public record Note(String text, List<Signature> signatures) {
    /** The largest note read, in bytes. */
    public static final int NOTE_BYTES_MAX = 64 * 1024;

    /** The most signatures a note may carry. */
    public static final int SIGNATURES_MAX = 100;

    private static final String DASH = "— ";
    private static final int KEY_ID_BYTES = 4;

    /** One signature line. */
    public record Signature(String name, int keyId, byte[] bytes) {
        String line() {
            byte[] all = ByteBuffer.allocate(KEY_ID_BYTES + bytes.length)
                    .putInt(keyId)
                    .put(bytes)
                    .array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(all) + "\n";
        }
    }

    public Note {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new LedgerFailed("the text of a note ends in a newline and has no other control character");
        }
    }

    static Note sign(String text, Signer signer) {
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        Verifier key = signer.verifier();
        return new Note(text, List.of(new Signature(key.name(), key.keyId(), signature)));
    }

    /** Reads a note strictly; it is not yet verified. */
    public static Note parse(byte[] bytes) {
        if (bytes.length > NOTE_BYTES_MAX) {
            throw malformed("it has more than " + NOTE_BYTES_MAX + " bytes");
        }
        String all;
        try {
            all = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LedgerFailed("this is not a signed note: it is not UTF-8", e);
        }
        int gap = all.lastIndexOf("\n\n");
        if (gap < 0 || !all.endsWith("\n") || gap + 2 >= all.length()) {
            throw malformed("no empty line parts a text from signatures");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : all.substring(gap + 2, all.length() - 1).split("\n", -1)) {
            if (signatures.size() == SIGNATURES_MAX) {
                throw malformed("it has more than " + SIGNATURES_MAX + " signatures");
            }
            signatures.add(signature(line));
        }
        return new Note(all.substring(0, gap + 1), signatures);
    }

    private static Signature signature(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !line.startsWith(DASH) || parts[1].isEmpty() || parts[1].contains("+")) {
            throw malformed("a signature line is an em dash, a name and base64, but this is: " + line);
        }
        byte[] all;
        try {
            all = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new LedgerFailed("this is not a signed note: a signature of " + parts[1] + " is not base64", e);
        }
        if (all.length <= KEY_ID_BYTES
                || !Base64.getEncoder().encodeToString(all).equals(parts[2])) {
            throw malformed("the signature of " + parts[1] + " is cut or not canonical base64");
        }
        byte[] bytes = new byte[all.length - KEY_ID_BYTES];
        System.arraycopy(all, KEY_ID_BYTES, bytes, 0, bytes.length);
        return new Signature(parts[1], ByteBuffer.wrap(all).getInt(), bytes);
    }

    private static LedgerFailed malformed(String why) {
        return new LedgerFailed("this is not a signed note: " + why);
    }

    /** Why this key does not vouch for the note; empty when it does. */
    public Optional<String> refusal(Verifier key) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<Signature> own = signatures.stream()
                .filter(s -> s.name().equals(key.name()) && s.keyId() == key.keyId())
                .toList();
        if (own.isEmpty()) {
            return Optional.of("it is signed by "
                    + signatures.stream().map(Signature::name).distinct().toList() + " and not by this node's key "
                    + key.name());
        }
        return own.stream().allMatch(s -> key.verifies(s.bytes(), message))
                ? Optional.empty()
                : Optional.of("its signature by " + key.name() + " does not match its text");
    }

    /** The note as it is written. */
    public String encoded() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(s -> out.append(s.line()));
        return out.toString();
    }
}
