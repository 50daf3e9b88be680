package stemma.ledger;

import java.util.Arrays;
import stemma.core.Entropy;

/**
 * A fresh salt for each entry. It is what makes a commitment say nothing: without it, whoever guesses
 * an entry could hash the guess and compare. Salts are drawn many at a time, because one draw from the
 * system costs more than an append. Thread-safe.
 */
final class Salts {
    static final int SALT_BYTES = 16;

    private static final int DRAWN_SALTS = 64;

    private final Entropy entropy;
    private byte[] drawn = new byte[0];
    private int used;

    Salts(Entropy entropy) {
        this.entropy = entropy;
    }

    synchronized byte[] next() {
        if (used == drawn.length) {
            drawn = entropy.bytes(DRAWN_SALTS * SALT_BYTES);
            used = 0;
        }
        used += SALT_BYTES;
        return Arrays.copyOfRange(drawn, used - SALT_BYTES, used);
    }
}
