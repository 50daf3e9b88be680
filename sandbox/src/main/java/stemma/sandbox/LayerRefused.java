package stemma.sandbox;

import java.io.IOException;

/** The kernel or the file system would not show a part of the host the cheap way; a copy may still do. */
final class LayerRefused extends IOException {
    private static final long serialVersionUID = 1L;

    LayerRefused(String reason) {
        super(reason);
    }

    LayerRefused(String reason, IOException cause) {
        super(reason, cause);
    }
}
