package stemma.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A signature as {@code ssh-keygen -Y sign} makes it. It names its key and its purpose, the namespace,
 * and signs a hash of the message together with both, so that it serves no other purpose. Immutable
 * and thread-safe.
 *
 * <pre>
 *   -----BEGIN SSH SIGNATURE-----
 *   base64 of: "SSHSIG" 1 key namespace reserved hash (kind signature)
 *   -----END SSH SIGNATURE-----
 * </pre>
 *
 * See PROTOCOL.sshsig in OpenSSH.
 */
public final class SshSignature {
    /** Characters of the armoured text. */
    public static final int TEXT_CHARS_MAX = 4_000;

    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final Map<String, String> HASHES = Map.of("sha256", "SHA-256", "sha512", "SHA-512");
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";

    private final byte[] whole;
    private final SshKey key;
    private final String namespace;
    private final byte[] reserved;
    private final String hash;
    private final byte[] signature;

    private SshSignature(byte[] whole) {
        this.whole = whole;
        SshWire wire = new SshWire(whole, "the signature");
        if (!wire.begins(MAGIC) || wire.number() != VERSION) {
            throw new IdentityFailed("this is no signature that ssh-keygen -Y sign makes");
        }
        this.key = SshKey.ofBlob(wire.field());
        this.namespace = wire.name();
        this.reserved = wire.field();
        this.hash = wire.name();
        SshWire inner = new SshWire(wire.field(), "the signature");
        wire.end();
        String kind = inner.name();
        this.signature = inner.field();
        inner.end();
        if (!kind.equals(SshKey.KIND) || !HASHES.containsKey(hash)) {
            throw new IdentityFailed("a signature of an operator is made by " + SshKey.KIND
                    + " over sha256 or sha512, not by " + kind + " over " + hash);
        }
    }

    /** Reads the text, with its first and last line or without; throws {@link IdentityFailed}. */
    public static SshSignature parse(String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new IdentityFailed("a signature has at most " + TEXT_CHARS_MAX + " characters");
        }
        String base64 = text.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
        try {
            return new SshSignature(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new IdentityFailed(
                    "a signature begins with " + BEGIN + ", as ssh-keygen -Y sign writes it into a file that ends"
                            + " with .sig; this does not, or it was damaged on the way",
                    e);
        }
    }

    /** Who made it, as it says itself: who that is, and whether it is so, comes after. */
    public SshKey key() {
        return key;
    }

    /** What it was made for. */
    public String namespace() {
        return namespace;
    }

    /** Whether its key signed exactly this message, for that purpose. */
    public boolean signs(byte[] message, String purpose) {
        return namespace.equals(purpose) && key.verifies(signature, signed(message));
    }

    private byte[] signed(byte[] message) {
        try {
            byte[] digest =
                    MessageDigest.getInstance(HASHES.getOrDefault(hash, hash)).digest(message);
            return SshWire.fields(MAGIC, ascii(namespace), reserved, ascii(hash), digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256 and SHA-512, but this one does not", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The whole of it as base64 on one line, as it is kept. */
    public String base64() {
        return Base64.getEncoder().encodeToString(whole);
    }

    /** As ssh-keygen reads it. */
    public String armoured() {
        return BEGIN + "\n" + base64().replaceAll("(.{70})", "$1\n").strip() + "\n" + END + "\n";
    }
}
