package stemma.ledger;

import java.util.List;
import stemma.core.Digest;

/**
 * Checks RFC 6962 proofs with nothing but the hashes given. A proof that is too short, too long or
 * out of range is refused, never an error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2">RFC 9162, section 2.1.3.2 and
 *     2.1.4.2, which state the iterative form used here</a>
 */
public final class Merkle {
    private Merkle() {}

    /** What the public log holds of an entry: it binds to the entry, and says nothing without the salt. */
    public static Digest commitment(byte[] salt, byte[] entry) {
        return Digest.wrap(new Hasher().commitment(salt, entry));
    }

    /** The hash of a leaf; of this log's leaves each is a {@link #commitment}. */
    public static Digest leaf(byte[] data) {
        return Digest.wrap(new Hasher().leaf(data));
    }

    /** Whether the leaf stands at this index of the tree with this size and root. */
    public static boolean included(Digest leaf, long index, long size, List<Digest> proof, Digest root) {
        if (index < 0 || index >= size) {
            return false;
        }
        Hasher hasher = new Hasher();
        long node = index;
        long last = size - 1;
        byte[] hash = leaf.bytes();
        for (Digest step : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = hasher.node(step.bytes(), hash);
                int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = hasher.node(hash, step.bytes());
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Digest.wrap(hash).equals(root);
    }

    /** Whether the tree of {@code size} and {@code root} continues the one of {@code old}. */
    public static boolean consistent(long old, Digest oldRoot, long size, Digest root, List<Digest> proof) {
        if (old < 1 || old > size) {
            return false;
        }
        if (old == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        if (proof.isEmpty()) {
            return false;
        }
        Hasher hasher = new Hasher();
        int skip = Long.numberOfTrailingZeros(old);
        long node = (old - 1) >>> skip;
        long last = (size - 1) >>> skip;
        boolean whole = Long.bitCount(old) == 1;
        byte[] before = whole ? oldRoot.bytes() : proof.getFirst().bytes();
        byte[] after = before;
        for (Digest digest : whole ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                return false;
            }
            byte[] step = digest.bytes();
            if ((node & 1) == 1 || node == last) {
                before = hasher.node(step, before);
                after = hasher.node(step, after);
                int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                after = hasher.node(after, step);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0
                && Digest.wrap(before).equals(oldRoot)
                && Digest.wrap(after).equals(root);
    }
}
