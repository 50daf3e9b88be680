package stemma.sandbox;

import java.nio.file.Path;

/** One thing in the file tree of a box, at a place that is a path in the box. */
sealed interface TreePart {
    Path at();

    /** A folder or file of the host, with all that is mounted below it. */
    record Shown(Path source, Path at, boolean writable) implements TreePart {}

    /** The folder, or a grant or cache beside it. */
    record Layered(Layer layer) implements TreePart {
        @Override
        public Path at() {
            return layer.target();
        }
    }

    /** A symbolic link. */
    record Link(Path at, Path to) implements TreePart {}

    /**
     * An empty folder in memory that belongs to the box's user.
     *
     * @param mode in octal digits
     */
    record Scratch(Path at, long bytesMax, String mode) implements TreePart {}

    /** The harmless devices, and terminals of the box's own. */
    record Devices(Path at) implements TreePart {}

    /** The box's own processes, as the kernel shows them. */
    record Processes(Path at) implements TreePart {}

    /** From here on nothing is made there any more; what is mounted below stays as it is. */
    record Frozen(Path at) implements TreePart {}
}
