package stemma.gateway;

import java.nio.ByteBuffer;
import java.util.Map;
import stemma.core.LogFailed;

/** Serves the public log after C2SP's tlog-tiles. Names are looked up, never turned into paths. */
final class LogFiles {
    static final String PREFIX = "/tlog/";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final PublicFiles files;

    LogFiles(PublicFiles files) {
        this.files = files;
    }

    Answer get(Exchange exchange) {
        PublicFiles.Piece piece;
        try {
            piece = files.get(exchange.path().substring(PREFIX.length())).orElseThrow(Routes::unknown);
        } catch (LogFailed e) {
            throw new Problem(503, "unavailable", "the log cannot be written, so that nothing new is signed");
        }
        return piece.fixed()
                ? new Answer.Whole(
                        200,
                        "application/octet-stream",
                        ByteBuffer.wrap(piece.bytes()),
                        Map.of("Cache-Control", FOR_EVER))
                : new Answer.Whole(200, Answer.TEXT, ByteBuffer.wrap(piece.bytes()), Map.of());
    }
}
