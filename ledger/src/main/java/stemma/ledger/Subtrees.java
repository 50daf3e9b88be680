package stemma.ledger;

import java.util.ArrayList;
import java.util.List;
import stemma.core.Digest;

/**
 * Makes RFC 6962 proofs from anything that can hash a range of leaves.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, section 2.1</a>
 */
@FunctionalInterface
interface Subtrees {
    /** The tree hash over the leaves {@code from} (inclusive) to {@code to} (exclusive), not empty. */
    Digest hash(long from, long to);

    /** The hashes that lead from a leaf to the root of the tree of this size, leaf's sibling first. */
    default List<Digest> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("entry " + index + " is not in a tree of " + size);
        }
        List<Digest> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                path.add(hash(middle, to));
                to = middle;
            } else {
                path.add(hash(from, middle));
                from = middle;
            }
        }
        return path.reversed();
    }

    /** The hashes that show a tree of {@code size} to be a continuation of its first {@code old}. */
    default List<Digest> consistency(long old, long size) {
        if (old < 1 || old > size) {
            throw new IllegalArgumentException("a tree of " + size + " does not continue one of " + old);
        }
        List<Digest> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to != old) {
            long middle = from + split(to - from);
            if (old <= middle) {
                path.add(hash(middle, to));
                to = middle;
            } else {
                path.add(hash(from, middle));
                from = middle;
            }
        }
        if (from > 0) {
            path.add(hash(from, to));
        }
        return path.reversed();
    }

    /** The largest power of two below the number of leaves. */
    static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
