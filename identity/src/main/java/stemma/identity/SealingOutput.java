package stemma.identity;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import stemma.core.Entropy;
import stemma.core.Secret;

/** Seals what is written to it; see {@link SealedStream}. Only {@link #close} writes the last piece. */
public final class SealingOutput extends OutputStream {
    private final Consumer<byte[]> out;
    private final byte[] header;
    private final byte[] key;
    private final byte[] clear = new byte[SealedStream.CLEAR_BYTES];
    private int filled;
    private long number;
    private boolean closed;

    /** Seals under a passphrase; the header is written at once. */
    public SealingOutput(Consumer<byte[]> out, Secret passphrase, Entropy entropy) {
        Stretch stretch = Stretch.standard(entropy);
        this.out = out;
        this.key = stretch.key(passphrase);
        this.header = SealedStream.header(stretch);
        out.accept(header);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        int at = offset;
        while (at < offset + length) {
            if (filled == clear.length) {
                piece(false);
            }
            int count = Math.min(offset + length - at, clear.length - filled);
            System.arraycopy(from, at, clear, filled, count);
            filled += count;
            at += count;
        }
    }

    private void piece(boolean last) {
        byte[] nonce = SealedStream.nonce(number, last);
        out.accept(Aead.seal(key, nonce, header, Arrays.copyOf(clear, filled)));
        number++;
        filled = 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            piece(true);
        }
    }
}
