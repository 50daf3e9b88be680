package stemma.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * How much lies in a folder.
 *
 * @param bytes in whole blocks
 * @param whole whether all of it was counted; otherwise there is more
 */
public record Usage(long files, long bytes, boolean whole) {
    /** The most files that are counted. */
    public static final long FILES_MAX = 500_000;

    public static final Usage NOTHING = new Usage(0, 0, true);

    /** Looks at every file below this folder, or at this file; what vanishes or cannot be read meanwhile is no part. */
    public static Usage of(Path root) {
        return of(root, FILES_MAX);
    }

    static Usage of(Path root, long filesMax) {
        Count count = new Count(filesMax);
        try {
            if (Files.exists(root)) {
                Files.walkFileTree(root, count);
            }
        } catch (IOException e) {
            throw LocalDisk.refused("look through", root, e);
        }
        return new Usage(count.files, count.bytes, count.whole);
    }

    public Usage and(Usage other) {
        return new Usage(files + other.files, bytes + other.bytes, whole && other.whole);
    }

    private static final class Count extends SimpleFileVisitor<Path> {
        private final long filesMax;
        private long files;
        private long bytes;
        private boolean whole = true;

        Count(long filesMax) {
            this.filesMax = filesMax;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            if (files == filesMax) {
                whole = false;
                return FileVisitResult.TERMINATE;
            }
            files++;
            bytes += BoundedFolder.blocks(facts.size());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error) {
            return FileVisitResult.CONTINUE;
        }
    }
}
