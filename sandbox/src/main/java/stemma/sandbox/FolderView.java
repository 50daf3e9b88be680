package stemma.sandbox;

/** What the command may do with the folder it works in. */
public enum FolderView {
    /** It writes, but into a layer beside the folder. */
    COPY_ON_WRITE,
    /** It reads. */
    READ_ONLY
}
