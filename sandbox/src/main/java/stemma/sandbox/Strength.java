package stemma.sandbox;

/** How well this machine can hold a command, weakest first. */
public enum Strength {
    /** Nothing holds it. */
    NONE,
    /** Namespaces, a dropped uid and the system call filter; the folder is shown as a copy. */
    FIRM,
    /** The same, with the folder as an overlay that costs nothing to make. */
    STRONG
}
