package stemma.ledger.dag;

import java.io.ByteArrayOutputStream;
import stemma.core.Digest;

/**
 * What stands for all objects recorded so far: each root is made of the one before it and the object that
 * came, {@code SHA-256(0x04, root before, name)}, from 32 zero bytes on.
 *
 * @param size how many objects
 */
record DagRoot(long size, Digest hash) {
    static final DagRoot NONE = new DagRoot(0, Digest.wrap(new byte[Digest.SIZE_BYTES]));

    private static final byte ROOT = 4;

    DagRoot after(Digest object) {
        ByteArrayOutputStream made = new ByteArrayOutputStream(1 + 2 * Digest.SIZE_BYTES);
        made.write(ROOT);
        made.writeBytes(hash.bytes());
        made.writeBytes(object.bytes());
        return new DagRoot(size + 1, Digest.of(made.toByteArray()));
    }
}
