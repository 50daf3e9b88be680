package stemma.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import stemma.core.Digest;
import stemma.store.BoundedFolder;

/**
 * Content kept for this node's eyes only, found again by the digest of the clear bytes.
 *
 * <pre>
 *   key, nonceKey, nameKey = HKDF(derived from the node's key)
 *   name   = HMAC(nameKey, digest)                    what the file is called
 *   nonce  = HMAC(nonceKey, content), cut             the same content gives the same file
 *   file   = XChaCha20-Poly1305(key, nonce, bound to digest, content)
 * </pre>
 *
 * The nonce follows from the content, as in the SIV construction (Rogaway and Shrimpton, 2006): a nonce
 * that comes twice comes with the same content, and shows nothing but that. Names are keyed because a
 * plain digest tells everybody who can guess a short file that the guess is right. A file that was changed,
 * or stands under another's name, is refused. Thread-safe.
 */
public final class SealedObjects {
    private static final int KEYS = 3;

    private final BoundedFolder folder;
    private final byte[] key;
    private final byte[] nonceKey;
    private final byte[] nameKey;

    private SealedObjects(BoundedFolder folder, byte[] keys) {
        this.folder = folder;
        this.key = part(keys, 0);
        this.nonceKey = part(keys, 1);
        this.nameKey = part(keys, 2);
    }

    /**
     * Objects in this folder, under keys that follow from the node's own.
     *
     * @param purpose tells these keys from every other purpose's
     */
    public static SealedObjects of(Identity identity, String purpose, BoundedFolder folder) {
        byte[] keys = new byte[KEYS * Aead.KEY_BYTES];
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        byte[] info = "stemma sealed objects v1".getBytes(StandardCharsets.UTF_8);
        hkdf.init(HKDFParameters.skipExtractParameters(identity.derived(purpose), info));
        hkdf.generateBytes(keys, 0, keys.length);
        return new SealedObjects(folder, keys);
    }

    /** Keeps the content; durable on return. It stays as long as the folder's bound lets it. */
    public Digest put(byte[] content) {
        Digest digest = Digest.of(content);
        byte[] nonce = Arrays.copyOf(hmac(nonceKey, content), Aead.NONCE_BYTES);
        folder.put(name(digest), Aead.seal(key, nonce, digest.bytes(), content));
        return digest;
    }

    /** The content of this digest; empty when it was never kept, or is no longer. */
    public Optional<byte[]> get(Digest digest) {
        return folder.get(name(digest))
                .map(bytes -> Aead.open(key, digest.bytes(), bytes)
                        .orElseThrow(() -> new IdentityFailed("the kept content " + digest.hex()
                                + " was changed or damaged on the disk, so it is not used; restore "
                                + name(digest).hex() + " from a backup")));
    }

    /** Whether something is kept under this digest. */
    public boolean holds(Digest digest) {
        return folder.holds(name(digest));
    }

    /** Removes the content of this digest if it is kept; durable on return. */
    public void remove(Digest digest) {
        folder.remove(name(digest));
    }

    /** What the content of so many bytes takes of the folder's room. */
    public static long takes(long contentBytes) {
        return BoundedFolder.blocks(contentBytes + Aead.ADDED_BYTES);
    }

    private Digest name(Digest digest) {
        return Digest.wrap(hmac(nameKey, digest.bytes()));
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        HMac mac = new HMac(SHA256Digest.newInstance());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] tag = new byte[mac.getMacSize()];
        mac.doFinal(tag, 0);
        return tag;
    }

    private static byte[] part(byte[] keys, int number) {
        return Arrays.copyOfRange(keys, number * Aead.KEY_BYTES, (number + 1) * Aead.KEY_BYTES);
    }
}
