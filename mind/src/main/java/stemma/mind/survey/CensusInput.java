package stemma.mind.survey;

import java.nio.file.Path;
import java.util.List;
import stemma.core.Digest;

/**
 * Which files a census takes stock of.
 *
 * @param folder absolute
 * @param paths relative to it, at most {@value #FILES_MAX}
 */
public record CensusInput(Path folder, List<String> paths) {
    public static final int FILES_MAX = 50_000;

    public CensusInput {
        paths = List.copyOf(paths);
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException("a census is taken of an absolute folder");
        }
        if (paths.size() > FILES_MAX) {
            throw new IllegalArgumentException("a census takes at most " + FILES_MAX + " files");
        }
    }

    /** Digest of the paths: what the act is bound to besides the folder. */
    public Digest digest() {
        return Digest.ofUtf8(String.join("\0", paths));
    }
}
