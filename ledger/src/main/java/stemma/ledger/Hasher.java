package stemma.ledger;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * RFC 6962 hashing on raw bytes: a leaf is SHA-256(0x00, commitment), a node SHA-256(0x01, left,
 * right), and what stands in the public log for an entry is its commitment, SHA-256(0x02, salt,
 * entry). The three prefixes keep one from passing for another. Not thread-safe: one per thread.
 */
final class Hasher {
    static final int HASH_BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final byte COMMITMENT = 2;

    private final MessageDigest sha;
    private final byte[] commitment = new byte[HASH_BYTES];

    Hasher() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256, but this one does not", e);
        }
    }

    byte[] leaf(byte[] data) {
        sha.update(LEAF);
        sha.update(data);
        return sha.digest();
    }

    /** What the public log holds of an entry. */
    byte[] commitment(byte[] salt, byte[] entry) {
        sha.update(COMMITMENT);
        sha.update(salt);
        sha.update(entry);
        return sha.digest();
    }

    /** The leaf hash of the commitment to a salt and an entry that lie side by side. */
    byte[] committed(byte[] salted, int offset, int length) {
        sha.update(COMMITMENT);
        sha.update(salted, offset, length);
        try {
            sha.digest(commitment, 0, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 digest did not fit 32 bytes", e);
        }
        return leaf(commitment);
    }

    byte[] node(byte[] left, byte[] right) {
        sha.update(NODE);
        sha.update(left);
        sha.update(right);
        return sha.digest();
    }

    /** The root over a power of two of hashes laid end to end; overwrites the array. */
    byte[] perfect(byte[] hashes, int offset, int count) {
        try {
            for (int width = count; width > 1; width /= 2) {
                for (int i = 0; i < width / 2; i++) {
                    sha.update(NODE);
                    sha.update(hashes, offset + 2 * i * HASH_BYTES, 2 * HASH_BYTES);
                    sha.digest(hashes, offset + i * HASH_BYTES, HASH_BYTES);
                }
            }
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 digest did not fit 32 bytes", e);
        }
        return Arrays.copyOfRange(hashes, offset, offset + HASH_BYTES);
    }
}
