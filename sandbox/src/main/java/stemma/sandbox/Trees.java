package stemma.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

/** Removing and copying whole trees that may be hostile: no link is followed, no special file is opened. */
public final class Trees {
    private Trees() {}

    /** Removes a tree, opening folders that were left without permission (overlay's own work folder is one). */
    public static void remove(Path root) throws IOException {
        if (!Files.exists(root, NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                remove(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @org.jspecify.annotations.Nullable IOException failure)
                    throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What the files of a tree hold; what cannot be read counts nothing. */
    static long bytes(Path root) throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException closed) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum.get();
    }

    /** How much a copy may hold. */
    record Bounds(long bytesMax, long entriesMax) {}

    /** Copies folders, files and links with mode and time, giving them to {@code uid} when it is not negative. */
    static void copy(Path from, Path to, Bounds bounds, int uid) throws IOException {
        Files.walkFileTree(from, new Copier(from, to, bounds, uid));
    }

    private static final class Copier extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;
        private final Bounds bounds;
        private final int uid;
        private long bytes;
        private long entries;

        Copier(Path from, Path to, Bounds bounds, int uid) {
            this.from = from;
            this.to = to;
            this.bounds = bounds;
            this.uid = uid;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
            Path target = target(dir);
            count(0);
            if (!Files.isDirectory(target, NOFOLLOW_LINKS)) {
                Files.createDirectory(target);
            }
            Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(dir, NOFOLLOW_LINKS));
            own(target);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            count(attributes.size());
            if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
                Path target = target(file);
                Files.copy(file, target, NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                own(target);
            }
            return FileVisitResult.CONTINUE;
        }

        private Path target(Path source) {
            return to.resolve(from.relativize(source).toString().isEmpty() ? Path.of("") : from.relativize(source));
        }

        private void own(Path target) throws IOException {
            if (uid >= 0) {
                Files.setAttribute(target, "unix:uid", uid, NOFOLLOW_LINKS);
                Files.setAttribute(target, "unix:gid", uid, NOFOLLOW_LINKS);
            }
        }

        private void count(long size) {
            bytes += size;
            entries++;
            if (bytes > bounds.bytesMax() || entries > bounds.entriesMax()) {
                throw new BoxRefused(from + " would have to be copied, and holds more than " + bounds.bytesMax()
                        + " bytes or " + bounds.entriesMax() + " entries; run in a smaller folder");
            }
        }
    }
}
