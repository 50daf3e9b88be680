package stemma.identity;

import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs with one Ed25519 key. The seed stays inside. BouncyCastle's lightweight code is used because
 * it signs about twenty times as fast as the JDK's provider. Thread-safe.
 */
public final class Signer {
    static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private static final String PREFIX = "PRIVATE+KEY+";

    private final byte[] seed;
    private final byte[] publicKey;
    private final Verifier verifier;

    private Signer(String name, byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        this.verifier = Verifier.of(name, publicKey);
    }

    /** A signer from its 32 byte seed, which is copied. */
    static Signer of(String name, byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IdentityFailed("an Ed25519 seed has " + SEED_BYTES + " bytes, this one " + seed.length);
        }
        return new Signer(name, seed.clone());
    }

    /** Reads the key form of Go's sumdb notes: {@code PRIVATE+KEY+name+keyid+base64(0x01 || seed)}. */
    public static Signer parse(String text) {
        String[] parts = text.strip().split("\\+", 5);
        if (!text.startsWith(PREFIX) || parts.length != 5) {
            throw new IdentityFailed("a signing key is written PRIVATE+KEY+name+keyid+base64; this one is not");
        }
        byte[] tagged;
        try {
            tagged = Base64.getDecoder().decode(parts[4]);
        } catch (IllegalArgumentException e) {
            throw new IdentityFailed("the signing key of " + parts[2] + " is not base64", e);
        }
        if (tagged.length != SEED_BYTES + 1 || tagged[0] != 1) {
            throw new IdentityFailed("the signing key of " + parts[2] + " is not an Ed25519 key");
        }
        Signer signer = of(parts[2], Arrays.copyOfRange(tagged, 1, tagged.length));
        signer.verifier.requireId(parts[3]);
        return signer;
    }

    public String name() {
        return verifier.name();
    }

    /** The public half. */
    public Verifier verifier() {
        return verifier;
    }

    /** The 64 byte signature of the message; the same message always gives the same bytes. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "signer of " + verifier.name();
    }
}
