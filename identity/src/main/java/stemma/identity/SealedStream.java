package stemma.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How a long stream is sealed under a passphrase, piece by piece, so that neither end holds all of it.
 *
 * <pre>
 *   stemma-sealed-v1 argon2id MEMORY_KIB PASSES LANES SALT   (one line)
 *   piece 0, piece 1, ...   each nonce || sealed bytes || tag, of CLEAR_BYTES but for the last
 * </pre>
 *
 * A piece's nonce is its number and whether it is the last, and every piece is bound to the first line.
 * So pieces cannot be changed, swapped, left out or added, and a stream that was cut has no last one.
 * The salt makes every stream's key its own. The construction is STREAM, of Hoang, Reyhanitabar,
 * Rogaway and Vizar, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance".
 */
final class SealedStream {
    static final int CLEAR_BYTES = 64 * 1024;
    static final int PIECE_BYTES = CLEAR_BYTES + Aead.ADDED_BYTES;
    static final int HEADER_BYTES_MAX = 200;
    static final String MAGIC = "stemma-sealed-v1 ";

    private SealedStream() {}

    static byte[] header(Stretch stretch) {
        return (MAGIC + stretch.text() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] nonce(long number, boolean last) {
        return ByteBuffer.allocate(Aead.NONCE_BYTES)
                .putLong(number)
                .put((byte) (last ? 1 : 0))
                .array();
    }
}
