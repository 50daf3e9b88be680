package stemma.tools;

import java.nio.file.Path;

/**
 * Lists what is in a folder.
 *
 * @param folder the folder that holds it, absolute
 * @param path where to begin, relative to the folder; empty for the folder itself
 * @param depth levels to descend, 1 to {@value #DEPTH_MAX}
 * @param ignored whether to list what .gitignore leaves out too; the folder .git is always left out
 * @param entriesMax 1 to {@value #ENTRIES_MAX}
 */
public record ListInput(Path folder, String path, int depth, boolean ignored, int entriesMax) {
    public static final int DEPTH_MAX = 64;
    public static final int ENTRIES_MAX = 100_000;
    public static final int ENTRIES_DEFAULT = 1_000;

    public ListInput {
        Inputs.absolute(folder);
        Inputs.require(depth >= 1 && depth <= DEPTH_MAX, "a list descends 1 to " + DEPTH_MAX + " levels");
        Inputs.require(entriesMax >= 1 && entriesMax <= ENTRIES_MAX, "a list takes 1 to " + ENTRIES_MAX + " entries");
    }

    /** Everything that git would not ignore, all levels. */
    public static ListInput tree(Path folder) {
        return new ListInput(folder, "", DEPTH_MAX, false, ENTRIES_MAX);
    }
}
