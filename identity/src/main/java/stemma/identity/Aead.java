package stemma.identity;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.XChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Authenticated encryption with XChaCha20-Poly1305. What is sealed is {@code nonce || ciphertext || tag};
 * the nonce is long enough to be drawn at random for each sealing.
 */
final class Aead {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 24;
    static final int TAG_BYTES = 16;
    /** By how much sealing makes bytes longer. */
    static final int ADDED_BYTES = NONCE_BYTES + TAG_BYTES;

    private Aead() {}

    /**
     * Seals the bytes.
     *
     * @param bound is not kept in what is sealed, but must be given again to open it
     */
    static byte[] seal(byte[] key, byte[] nonce, byte[] bound, byte[] clear) {
        XChaCha20Poly1305 cipher = cipher(true, key, nonce, bound);
        byte[] sealed = Arrays.copyOf(nonce, clear.length + ADDED_BYTES);
        int made = cipher.processBytes(clear, 0, clear.length, sealed, NONCE_BYTES);
        try {
            cipher.doFinal(sealed, NONCE_BYTES + made);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing checks no tag", e);
        }
        return sealed;
    }

    /** The bytes, or empty when any of them, the key or what they are bound to is another. */
    static Optional<byte[]> open(byte[] key, byte[] bound, byte[] sealed) {
        if (sealed.length < ADDED_BYTES) {
            return Optional.empty();
        }
        XChaCha20Poly1305 cipher = cipher(false, key, Arrays.copyOf(sealed, NONCE_BYTES), bound);
        byte[] clear = new byte[sealed.length - ADDED_BYTES];
        int made = cipher.processBytes(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES, clear, 0);
        try {
            cipher.doFinal(clear, made);
            return Optional.of(clear);
        } catch (InvalidCipherTextException changed) {
            return Optional.empty();
        }
    }

    private static XChaCha20Poly1305 cipher(boolean sealing, byte[] key, byte[] nonce, byte[] bound) {
        XChaCha20Poly1305 cipher = new XChaCha20Poly1305();
        cipher.init(sealing, new AEADParameters(new KeyParameter(key), TAG_BYTES * Byte.SIZE, nonce, bound));
        return cipher;
    }
}
