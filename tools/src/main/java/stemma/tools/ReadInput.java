package stemma.tools;

import java.nio.file.Path;

/**
 * Reads lines of one text file.
 *
 * @param folder the folder that holds it, absolute
 * @param path of the file, relative to the folder
 * @param firstLine from 1
 * @param linesMax 1 to {@value #LINES_MAX}
 */
public record ReadInput(Path folder, String path, int firstLine, int linesMax) {
    public static final int LINES_MAX = 10_000;
    public static final int LINES_DEFAULT = 2_000;

    public ReadInput {
        Inputs.absolute(folder);
        Inputs.require(firstLine >= 1, "the first line is 1 or more, not " + firstLine);
        Inputs.require(linesMax >= 1 && linesMax <= LINES_MAX, "a read takes 1 to " + LINES_MAX + " lines");
    }
}
