package stemma.tools;

import java.nio.file.Path;

/** What every input of a tool must be; the message is for whoever called the tool. */
final class Inputs {
    private Inputs() {}

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static void absolute(Path folder) {
        require(folder.isAbsolute() && folder.equals(folder.normalize()), "a folder is absolute and without ..");
    }
}
