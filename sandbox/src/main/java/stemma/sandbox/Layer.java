package stemma.sandbox;

import java.nio.file.Path;

/**
 * One part of the host that a box sees.
 *
 * @param index names its files in the box folder: lower {@code l}, upper {@code u}, work {@code w}
 * @param source on the host
 * @param target in the box
 * @param kind how it is shown
 */
record Layer(int index, Path source, Path target, Kind kind) {
    /** How a layer is shown. */
    enum Kind {
        OVERLAY,
        COPY,
        READ_ONLY
    }

    String lower() {
        return "l" + index;
    }

    String upper() {
        return "u" + index;
    }

    String work() {
        return "w" + index;
    }

    String copy() {
        return "c" + index;
    }
}
