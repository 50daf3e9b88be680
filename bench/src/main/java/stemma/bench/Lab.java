package stemma.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a measurement works: the repository, a folder of its own on the repository's disk that is
 * gone afterwards, and a line of progress.
 *
 * @param root of the repository
 * @param folder throw-away
 * @param quick whether fewer rounds are enough
 */
record Lab(Path root, Path folder, boolean quick, PrintStream progress) implements AutoCloseable {

    /** Makes the throw-away folder. A memory file system would make every sync free, so it lies in the build folder. */
    static Lab open(Path root, boolean quick, PrintStream progress) throws IOException {
        Path target = Files.createDirectories(root.resolve("bench").resolve("target"));
        Path folder = Files.createTempDirectory(
                target, "run-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new Lab(root, folder.toRealPath(), quick, progress);
    }

    /** The same for another repository, such as a clone in this folder. */
    Lab at(Path other) {
        return new Lab(other, folder, quick, progress);
    }

    /** One of two numbers of rounds. */
    int rounds(int full, int few) {
        return quick ? few : full;
    }

    /** A new folder. */
    Path fresh(String name) {
        try {
            return Files.createTempDirectory(folder, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(String what) {
        progress.println("bench: " + what);
    }

    /** Removes a folder and all below it; links are removed, not followed. */
    static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() {
        try {
            remove(folder);
        } catch (IOException e) {
            say("could not remove " + folder + ": " + e.getMessage());
        }
    }
}
