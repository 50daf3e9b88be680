package stemma.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A SHA-256 digest: 32 bytes that name content. Immutable and safe between threads. The order is
 * that of the unsigned bytes, which is also the order of {@link #hex()}.
 */
public final class Digest implements Comparable<Digest> {

    /** The size of every digest. */
    public static final int SIZE_BYTES = 32;

    /** The digest of zero bytes. */
    public static final Digest EMPTY = of(new byte[0]);

    private static final int HEX_CHARS = 2 * SIZE_BYTES;

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Digests the whole array. */
    public static Digest of(byte[] content) {
        return of(content, 0, content.length);
    }

    /**
     * Digests {@code length} bytes from {@code offset}.
     *
     * @throws IndexOutOfBoundsException when the range is not inside the array
     */
    public static Digest of(byte[] content, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, content.length);
        MessageDigest sha = sha256();
        sha.update(content, offset, length);
        return new Digest(sha.digest());
    }

    /**
     * Digests the UTF-8 bytes of a text.
     *
     * @throws IllegalArgumentException when the text has an unpaired surrogate, which has no UTF-8:
     *     different texts would share a digest
     */
    public static Digest ofUtf8(String text) {
        int unpaired = JsonText.unpaired(text);
        if (unpaired >= 0) {
            throw new IllegalArgumentException("text to digest has an unpaired surrogate at index " + unpaired);
        }
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the form that {@link #hex()} writes.
     *
     * @throws IllegalArgumentException unless the text is 64 lower-case hexadecimal digits
     */
    public static Digest parse(String hex) {
        if (hex.length() != HEX_CHARS) {
            throw new IllegalArgumentException(
                    "a digest is " + HEX_CHARS + " hexadecimal digits, but this text has " + hex.length());
        }
        for (int i = 0; i < HEX_CHARS; i++) {
            char c = hex.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                throw new IllegalArgumentException(
                        "a digest is lower-case hexadecimal, but its character " + (i + 1) + " is not");
            }
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /**
     * Takes 32 bytes that already are a digest, copying them.
     *
     * @throws IllegalArgumentException unless there are exactly 32
     */
    public static Digest wrap(byte[] digest) {
        if (digest.length != SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "a digest is " + SIZE_BYTES + " bytes, but this array has " + digest.length);
        }
        return new Digest(digest.clone());
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    /** The first four bytes: the bytes of a digest are spread evenly already. */
    @Override
    public int hashCode() {
        return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }

    @Override
    public String toString() {
        return hex();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256, but this one does not", e);
        }
    }
}
