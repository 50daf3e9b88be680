package stemma.sandbox;

/** What sort of entry a name stands for. */
public enum FileKind {
    FILE,
    FOLDER,
    SYMLINK,
    /** A pipe, socket or device; shown, never applied. */
    SPECIAL
}
