package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A box folder that no box uses any more.
 *
 * @param id names it
 * @param touchedMillis when something was last put into it by the node, since the epoch
 * @param bytes what its files hold
 */
public record KeptBox(String id, long touchedMillis, long bytes) {
    static KeptBox of(String id, Path folder) throws IOException {
        return new KeptBox(id, Files.getLastModifiedTime(folder).toMillis(), Trees.bytes(folder));
    }
}
