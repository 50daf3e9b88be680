package stemma.tools;

import java.util.Optional;
import stemma.core.Digest;

/**
 * A file was written.
 *
 * @param path relative to the folder
 * @param before digest of the old content; empty for a new file
 * @param after digest of the new content
 * @param bytes new size
 * @param places how many places were changed; 1 for a whole file
 */
public record WriteOutput(String path, Optional<Digest> before, Digest after, long bytes, int places) {}
