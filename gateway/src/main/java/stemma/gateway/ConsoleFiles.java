package stemma.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The console's files. They are read once, from the one folder of the build, and served by exact
 * name: no address is ever turned into a path. Every room's URL is the one page. Immutable.
 */
final class ConsoleFiles {
    static final int FILES_MAX = 64;
    static final long FILE_BYTES_MAX = 4L << 20;

    private static final Pattern ROOM =
            Pattern.compile("/|/(goals|approvals|acts|runs|ledger|settings)(/[A-Za-z0-9._-]{1,64})?");
    private static final String PAGE = "/index.html";
    private static final String ABSENT =
            "The console was not built, because npm was missing when the node was built. Install Node.js "
                    + "20.19 or later and start ./stemma again. The API answers under /api all the same.\n";
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, byte[]> files;

    private ConsoleFiles(Map<String, byte[]> files) {
        this.files = Map.copyOf(files);
    }

    /** Reads the folder; throws {@link GatewayFailed} when it is not what a build leaves. */
    static ConsoleFiles load(Optional<Path> folder) {
        return folder.map(ConsoleFiles::read).orElseGet(() -> new ConsoleFiles(Map.of()));
    }

    Answer get(Exchange exchange) {
        String path = exchange.path();
        if (ROOM.matcher(path).matches()) {
            return files.containsKey(PAGE) ? file(PAGE, "no-cache") : Answer.text(200, ABSENT);
        }
        if (!files.containsKey(path)) {
            throw Routes.unknown();
        }
        // The build puts a digest of the content into the names of its assets.
        return file(path, path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private Answer file(String path, String cache) {
        String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
        byte[] content = files.getOrDefault(path, new byte[0]);
        return new Answer.Whole(200, type, ByteBuffer.wrap(content), Map.of("Cache-Control", cache));
    }

    private static ConsoleFiles read(Path folder) {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(folder, 3)) {
            List<Path> found =
                    paths.filter(Files::isRegularFile).limit(FILES_MAX + 1).toList();
            for (Path file : found) {
                if (files.size() == FILES_MAX || Files.size(file) > FILE_BYTES_MAX) {
                    throw new IOException(
                            "more than " + FILES_MAX + " files, or one larger than " + FILE_BYTES_MAX + " bytes");
                }
                String name = folder.relativize(file).toString().replace('\\', '/');
                files.put("/" + name, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new GatewayFailed(
                    "the console in " + folder + " cannot be read (" + e.getMessage() + "); run ./stemma build again",
                    e);
        }
        return new ConsoleFiles(files);
    }
}
