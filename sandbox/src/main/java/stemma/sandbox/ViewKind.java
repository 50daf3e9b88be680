package stemma.sandbox;

/** How the box shows the folder. */
public enum ViewKind {
    /** An overlay on the folder itself; the node is not root. */
    OVERLAY,
    /** An overlay on an id-mapped mount of the folder; the node is root. */
    IDMAPPED_OVERLAY,
    /** A copy made at the start, because the kernel or the file system refused an overlay. */
    COPY,
    /** The folder itself, read-only. */
    READ_ONLY
}
