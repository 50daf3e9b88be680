package stemma.sandbox;

import java.nio.file.Path;

/**
 * One part of the host that a box sees.
 *
 * @param index names its files in the box folder: lower {@code l}, upper {@code u}, work {@code w}, merged {@code m}
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

    String merged() {
        return "m" + index;
    }

    String copy() {
        return "c" + index;
    }

    Layer as(Kind other) {
        return new Layer(index, source, target, other);
    }

    /** Where bubblewrap finds it, seen from the place where the box folder is reached. */
    Path shownFrom(Path stage) {
        return stage.resolve(
                switch (kind) {
                    case OVERLAY -> merged();
                    case COPY -> copy();
                    case READ_ONLY -> lower();
                });
    }
}
