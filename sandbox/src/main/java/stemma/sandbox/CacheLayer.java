package stemma.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dependency cache of the user's home. The command reads it, and writes into a layer that is thrown away, so that an
 * install works inside and the cache stays byte for byte as it was. Credential files in it are masked.
 *
 * @param path the folder, absolute
 */
public record CacheLayer(Path path) {
    private static final List<String> KNOWN = List.of(
            ".m2", ".npm", ".cache/pip", ".cargo/registry", ".cargo/git", ".gradle", ".cache/go-build", "go/pkg");

    public CacheLayer {
        Paths.absolute(path, "a cache");
    }

    /** The caches of the usual build tools that exist under this home. */
    public static List<CacheLayer> known(Path home) {
        return KNOWN.stream()
                .map(home::resolve)
                .flatMap(CacheLayer::existing)
                .map(CacheLayer::new)
                .toList();
    }

    private static Stream<Path> existing(Path path) {
        return Files.isDirectory(path) ? Stream.of(path) : Stream.empty();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
