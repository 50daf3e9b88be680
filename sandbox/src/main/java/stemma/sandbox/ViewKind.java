package stemma.sandbox;

/** How the box shows the folder, and by that how it is held. */
public enum ViewKind {
    /** An overlay on the folder itself; the node is not root. */
    OVERLAY,
    /** An overlay on an id-mapped mount of the folder; the node is root. */
    IDMAPPED_OVERLAY,
    /** A copy made at the start, because the kernel or the file system refused an overlay. */
    COPY,
    /** A copy at another place, in a box without namespaces. */
    BASIC_COPY,
    /** The folder itself, read-only. */
    READ_ONLY;

    /** Whether the command works on a copy. */
    boolean copied() {
        return this == COPY || this == BASIC_COPY;
    }

    /** How strongly a box holds a command that shows the folder like this. */
    public Strength strength() {
        return switch (this) {
            case OVERLAY, IDMAPPED_OVERLAY, READ_ONLY -> Strength.STRONG;
            case COPY -> Strength.FIRM;
            case BASIC_COPY -> Strength.BASIC;
        };
    }
}
