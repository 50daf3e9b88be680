package stemma.cartridge.engine;

/**
 * Something a module needs from its host.
 *
 * @param module the first part of its name
 * @param name the second part of its name
 * @param number of its type for a function, of its least pages for a memory; 0 for anything else
 * @param position where it is said, in bytes from the module's beginning
 */
public record Import(String module, String name, Kind kind, long number, int position) {
    /** Kinds of imports and exports. */
    public enum Kind {
        FUNCTION,
        TABLE,
        MEMORY,
        GLOBAL,
        TAG
    }

    /** Both parts of the name. */
    public String full() {
        return module + "." + name;
    }
}
