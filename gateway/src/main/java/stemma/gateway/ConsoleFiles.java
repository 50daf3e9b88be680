package stemma.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The console's files, from the class path. Every room's URL is the one page; a name that is neither
 * a room nor a file of the build does not exist.
 */
final class ConsoleFiles {
    private static final Pattern ROOM = Pattern.compile(
            "/|/(goals|approvals|acts|runs|ledger|settings)(/[A-Za-z0-9._-]{1,64})?");
    private static final Pattern FILE = Pattern.compile("/(assets/)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final String ABSENT =
            "The console was not built, because npm was not found when the node was built. "
                    + "Install Node.js 20.19 or later and start ./stemma again. The API answers under /api.\n";

    private ConsoleFiles() {}

    static Answer get(Exchange exchange) {
        String path = exchange.path();
        if (ROOM.matcher(path).matches()) {
            return load("/index.html")
                    .map(page -> file("/index.html", page, "no-cache"))
                    .orElseGet(() -> Answer.text(200, ABSENT));
        }
        if (FILE.matcher(path).matches()) {
            Optional<byte[]> found = load(path);
            if (found.isPresent()) {
                String cache = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
                return file(path, found.get(), cache);
            }
        }
        throw Routes.unknown();
    }

    private static Answer file(String path, byte[] content, String cache) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        String type = TYPES.getOrDefault(extension, "application/octet-stream");
        return new Answer.Whole(200, type, content, Map.of("Cache-Control", cache));
    }

    private static Optional<byte[]> load(String path) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream("/console" + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the console's " + path, e);
        }
    }
}
