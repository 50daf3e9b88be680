package stemma.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import stemma.identity.Verifier;

/**
 * A witness's line under a checkpoint: that at this time it knew of no larger tree of this log, and of
 * none that contradicts it.
 *
 * @param line as it stands in the note
 * @param atSeconds since 1970, as the witness says
 * @see <a href="https://c2sp.org/tlog-cosignature">c2sp.org/tlog-cosignature</a>
 */
record Cosignature(Note.Signature line, long atSeconds) {
    private static final int SIGNATURE_BYTES = 64;

    /** Reads the line and believes it only when the witness signed this checkpoint with that time. */
    static Cosignature verified(Note.Signature line, Verifier witness, String text) {
        if (line.bytes().length != Long.BYTES + SIGNATURE_BYTES) {
            throw new LedgerFailed("the cosignature of " + witness.name() + " has " + line.bytes().length
                    + " bytes; a time and an Ed25519 signature have " + (Long.BYTES + SIGNATURE_BYTES));
        }
        long seconds = ByteBuffer.wrap(line.bytes()).getLong();
        byte[] signature = Arrays.copyOfRange(line.bytes(), Long.BYTES, line.bytes().length);
        if (seconds < 0 || !witness.verifies(signature, message(text, seconds))) {
            throw new LedgerFailed("the cosignature of " + witness.name() + " does not match this checkpoint");
        }
        return new Cosignature(line, seconds);
    }

    /** What a witness signs. */
    static byte[] message(String text, long atSeconds) {
        return ("cosignature/v1\ntime " + atSeconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
}
