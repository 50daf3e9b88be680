package stemma.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import stemma.core.Digest;

/**
 * The root of a growing log in logarithmic space: one hash for each bit of its size, the largest
 * perfect subtree first. Not thread-safe.
 */
final class CompactRange {
    private final Hasher hasher;
    private final Deque<byte[]> smallestFirst = new ArrayDeque<>();
    private long size;

    CompactRange(Hasher hasher) {
        this.hasher = hasher;
    }

    long size() {
        return size;
    }

    /** Appends one leaf hash. */
    void add(byte[] leaf) {
        add(leaf, 0);
    }

    /** Appends the root of a perfect subtree of 2^level leaves; the size must be a multiple of that. */
    void add(byte[] root, int level) {
        if ((size & ((1L << level) - 1)) != 0) {
            throw new IllegalArgumentException("a subtree of level " + level + " cannot stand at " + size);
        }
        byte[] hash = root;
        for (long bits = size >>> level; (bits & 1) == 1; bits >>>= 1) {
            hash = hasher.node(smallestFirst.pop(), hash);
        }
        smallestFirst.push(hash);
        size += 1L << level;
    }

    /** RFC 6962's tree hash over everything appended; for nothing, the hash of nothing. */
    Digest root() {
        Iterator<byte[]> subtrees = smallestFirst.iterator();
        if (!subtrees.hasNext()) {
            return Digest.EMPTY;
        }
        byte[] root = subtrees.next();
        while (subtrees.hasNext()) {
            root = hasher.node(subtrees.next(), root);
        }
        return Digest.wrap(root);
    }
}
