package stemma.tools;

import java.util.List;

/**
 * Entries of a folder, each folder before what it holds, names in order of their bytes.
 *
 * @param entries what was found
 * @param cut what was left out, as one sentence; empty when nothing was
 */
public record ListOutput(List<Item> entries, String cut) {
    /**
     * @param path relative to the folder, with {@code /} between names
     * @param kind of entry
     * @param bytes size of a file, otherwise 0
     * @param modifiedMillis since the epoch
     */
    public record Item(String path, Kind kind, long bytes, long modifiedMillis) {}

    /** What an entry is; links are shown and never followed. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    public ListOutput {
        entries = List.copyOf(entries);
    }
}
