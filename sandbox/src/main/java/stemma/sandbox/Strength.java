package stemma.sandbox;

import java.util.List;
import java.util.Locale;

/** How well this machine can hold a command, weakest first. */
public enum Strength {
    /** Nothing holds it. */
    NONE,
    /** No namespaces: a copy, Landlock, a dropped uid where the node is root, and the system call filter. */
    BASIC,
    /** Namespaces, a dropped uid and the system call filter; the folder is shown as a copy. */
    FIRM,
    /** The same, with the folder as an overlay that costs nothing to make. */
    STRONG;

    /** Those that can be required; no box at all cannot. */
    public static List<Strength> floors() {
        return List.of(STRONG, FIRM, BASIC);
    }

    /** As it is written in the settings and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
