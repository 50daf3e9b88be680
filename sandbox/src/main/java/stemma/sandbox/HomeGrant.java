package stemma.sandbox;

import java.nio.file.Path;

/**
 * A file or folder of the user's home that the command may see, and write to in a layer that is thrown away.
 *
 * @param path absolute and normal
 */
public record HomeGrant(Path path) {
    public HomeGrant {
        Paths.absolute(path, "a home grant");
    }
}
