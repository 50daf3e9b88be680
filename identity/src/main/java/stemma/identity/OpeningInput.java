package stemma.identity;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import stemma.core.Secret;
import stemma.store.ReadFile;

/**
 * Opens what {@link SealingOutput} sealed. It gives no byte that was not checked, and throws
 * {@link IdentityFailed} at the first piece that is not as it was sealed. Its end is the stream's true
 * end: one that was cut, or goes on, is refused there.
 */
public final class OpeningInput extends InputStream {
    private final ReadFile file;
    private final byte[] header;
    private final byte[] key;
    private byte[] clear = new byte[0];
    private int taken;
    private long position;
    private long number;
    private boolean last;

    /** Reads the header, and derives the key that it asks for within bounds. */
    public OpeningInput(ReadFile file, Secret passphrase) {
        this.file = file;
        this.header = header(file);
        String line = new String(header, StandardCharsets.US_ASCII);
        this.key = Stretch.parse(line.substring(SealedStream.MAGIC.length(), line.length() - 1))
                .key(passphrase);
        this.position = header.length;
    }

    private static byte[] header(ReadFile file) {
        byte[] start = new byte[SealedStream.HEADER_BYTES_MAX];
        int count = file.read(0, start, 0, start.length);
        for (int end = 0; end < count; end++) {
            if (start[end] == '\n') {
                byte[] header = Arrays.copyOf(start, end + 1);
                if (new String(header, StandardCharsets.US_ASCII).startsWith(SealedStream.MAGIC)) {
                    return header;
                }
                break;
            }
        }
        throw new IdentityFailed("this is no file that Stemma sealed");
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (taken == clear.length) {
            if (last) {
                return -1;
            }
            piece();
        }
        int count = Math.min(length, clear.length - taken);
        System.arraycopy(clear, taken, into, offset, count);
        taken += count;
        return count;
    }

    private void piece() {
        byte[] sealed = new byte[SealedStream.PIECE_BYTES];
        int count = file.read(position, sealed, 0, sealed.length);
        if (count < Aead.ADDED_BYTES) {
            throw new IdentityFailed("it was cut short after " + position + " bytes");
        }
        position += count;
        boolean end = position == file.size();
        byte[] piece = Arrays.copyOf(sealed, count);
        boolean own = Arrays.equals(Arrays.copyOf(piece, Aead.NONCE_BYTES), SealedStream.nonce(number, end));
        if (!own) {
            throw changed();
        }
        clear = Aead.open(key, header, piece).orElseThrow(this::changed);
        taken = 0;
        number++;
        last = end;
    }

    private IdentityFailed changed() {
        return new IdentityFailed(
                number == 0
                        ? "the passphrase is wrong, or its beginning was changed"
                        : "it was changed or cut before byte " + position);
    }
}
