package stemma.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import stemma.core.Digest;

/**
 * A public Ed25519 key with the name it signs under. Its text form is that of Go's sumdb notes,
 * {@code name+keyid+base64(type || key)}, so that other people's verifiers can be given it as it is.
 * Immutable and thread-safe. See https://c2sp.org/signed-note.
 */
public final class Verifier {
    /** Signature type of plain Ed25519 in signed notes. */
    private static final byte ED25519 = 1;

    /** Signature type of a witness's timestamped Ed25519 cosignature. */
    private static final byte COSIGNATURE = 4;

    private static final int KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;

    private final String name;
    private final byte type;
    private final byte[] key;
    private final int keyId;

    private Verifier(String name, byte type, byte[] key) {
        this.name = name;
        this.type = type;
        this.key = key;
        this.keyId = keyId(name, type, key);
    }

    static Verifier of(String name, byte[] key) {
        return of(name, ED25519, key);
    }

    private static Verifier of(String name, byte type, byte[] key) {
        requireName(name);
        if (key.length != KEY_BYTES) {
            throw new IdentityFailed("an Ed25519 public key has " + KEY_BYTES + " bytes, this one " + key.length);
        }
        return new Verifier(name, type, key.clone());
    }

    /** Reads the text form. */
    public static Verifier parse(String text) {
        return parse(text, ED25519, "an Ed25519 key");
    }

    /**
     * Reads the text form of a witness's key, whose type is 0x04. What it signs is not the note's text but
     * a time and the text; see https://c2sp.org/tlog-cosignature.
     */
    public static Verifier parseWitness(String text) {
        return parse(text, COSIGNATURE, "a witness's Ed25519 key (type 4)");
    }

    private static Verifier parse(String text, byte type, String kind) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IdentityFailed("a public key is written name+keyid+base64, but this is not: " + text);
        }
        byte[] tagged = decoded(parts[2]);
        if (tagged.length != KEY_BYTES + 1 || tagged[0] != type) {
            throw new IdentityFailed("the public key of " + parts[0] + " is not " + kind);
        }
        Verifier verifier = of(parts[0], type, Arrays.copyOfRange(tagged, 1, tagged.length));
        verifier.requireId(parts[1]);
        return verifier;
    }

    /** A key id that is not the key's own shows that name and key were put together by mistake. */
    void requireId(String written) {
        if (!id().equals(written)) {
            throw new IdentityFailed("the key id " + written + " is not that of this name and key");
        }
    }

    private String id() {
        return HexFormat.of().toHexDigits(keyId);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IdentityFailed("the public key is not base64: " + base64, e);
        }
    }

    /** Key names stand between spaces and pluses, so they hold neither. */
    static void requireName(String name) {
        boolean bad =
                name.isEmpty() || name.codePoints().anyMatch(c -> c == '+' || Character.isISOControl(c) || blank(c));
        if (bad) {
            throw new IdentityFailed("a key name is not empty and has no space, plus or control character: " + name);
        }
    }

    private static boolean blank(int c) {
        return Character.isSpaceChar(c) || Character.isWhitespace(c);
    }

    private static int keyId(String name, byte type, byte[] key) {
        byte[] label = (name + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = ByteBuffer.allocate(label.length + 1 + key.length)
                .put(label)
                .put(type)
                .put(key)
                .array();
        return ByteBuffer.wrap(Digest.of(all).bytes()).getInt();
    }

    public String name() {
        return name;
    }

    /** The first four bytes of SHA-256(name, newline, type, key), big-endian. */
    public int keyId() {
        return keyId;
    }

    /** Whether the signature over these bytes was made by this key. */
    public boolean verifies(byte[] signature, byte[] message) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    /** The text form. */
    public String text() {
        byte[] tagged = new byte[KEY_BYTES + 1];
        tagged[0] = type;
        System.arraycopy(key, 0, tagged, 1, KEY_BYTES);
        return name + "+" + id() + "+" + Base64.getEncoder().encodeToString(tagged);
    }

    /** Whether both are the same key, under whatever names. */
    public boolean sameKey(Verifier other) {
        return Arrays.equals(key, other.key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Verifier v && v.name.equals(name) && v.type == type && Arrays.equals(v.key, key);
    }

    @Override
    public int hashCode() {
        return keyId;
    }

    @Override
    public String toString() {
        return text();
    }
}
