package stemma.sandbox;

import java.nio.file.Path;

/** The checks every path in a box's description passes. */
final class Paths {
    private Paths() {}

    static Path absolute(Path path, String what) {
        if (!path.isAbsolute() || !path.normalize().equals(path)) {
            throw new IllegalArgumentException(what + " needs an absolute path without dots, not " + path);
        }
        return path;
    }
}
