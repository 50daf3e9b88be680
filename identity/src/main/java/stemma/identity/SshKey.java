package stemma.identity;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import stemma.core.Digest;

/**
 * The public half of a person's key, as {@code ssh-keygen -t ed25519} writes it: {@code ssh-ed25519
 * AAAA... comment}. The private half never comes near a node. Immutable and thread-safe. See RFC 8709.
 */
public final class SshKey {
    /** The one kind that is taken. */
    static final String KIND = "ssh-ed25519";

    /** Characters of a key's line, with its comment. */
    public static final int LINE_CHARS_MAX = 1_000;

    private static final Pattern LINE = Pattern.compile("(\\S+)[ \\t]+([A-Za-z0-9+/=]+)([ \\t].*)?");

    private final byte[] blob;
    private final byte[] key;

    private SshKey(byte[] blob, byte[] key) {
        this.blob = blob;
        this.key = key;
    }

    /** Reads a line of a {@code .pub} file; throws {@link IdentityFailed} that says what it is instead. */
    public static SshKey parse(String line) {
        String text = line.strip();
        if (text.contains("PRIVATE KEY")) {
            throw new IdentityFailed("this is the private half of a key, which belongs to its owner alone; give the"
                    + " public half, which stands in the file whose name ends with .pub");
        }
        Matcher m = LINE.matcher(text);
        if (text.length() > LINE_CHARS_MAX || !m.matches()) {
            throw new IdentityFailed("a public key is one line such as ssh-ed25519 AAAA... name; ssh-keygen -t ed25519"
                    + " writes it into a file whose name ends with .pub");
        }
        if (!m.group(1).equals(KIND)) {
            throw new IdentityFailed("a key of an operator is of the kind " + KIND + ", not " + m.group(1)
                    + "; make one with ssh-keygen -t ed25519");
        }
        try {
            return ofBlob(Base64.getDecoder().decode(m.group(2)));
        } catch (IllegalArgumentException e) {
            throw new IdentityFailed("the public key is cut short or damaged; copy it whole", e);
        }
    }

    /** Reads the binary form, which stands in signatures too. */
    static SshKey ofBlob(byte[] blob) {
        SshWire wire = new SshWire(blob, "the public key");
        String kind = wire.name();
        if (!kind.equals(KIND)) {
            throw new IdentityFailed("a key of an operator is of the kind " + KIND + ", not " + kind);
        }
        byte[] key = wire.field();
        wire.end();
        if (key.length != Ed25519.PUBLIC_KEY_SIZE) {
            throw new IdentityFailed(
                    "an Ed25519 public key has " + Ed25519.PUBLIC_KEY_SIZE + " bytes, this one " + key.length);
        }
        return new SshKey(blob.clone(), key);
    }

    /** What {@code ssh-keygen -l} prints: {@code SHA256:} and base64 without padding. */
    public String fingerprint() {
        return "SHA256:"
                + Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(Digest.of(blob).bytes());
    }

    /** The line of a {@code .pub} file, without a comment. */
    public String line() {
        return KIND + " " + Base64.getEncoder().encodeToString(blob);
    }

    /** Whether the 64 bytes are this key's signature over the message. */
    boolean verifies(byte[] signature, byte[] message) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SshKey that && Arrays.equals(blob, that.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    @Override
    public String toString() {
        return line();
    }
}
