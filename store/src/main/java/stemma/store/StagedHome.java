package stemma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A home that is laid out beside its place and moves there in one step, once whoever lays it out has
 * seen that all of it is right. Until then its place stays as it was. Used by one thread.
 */
public final class StagedHome implements AutoCloseable {
    private final Path place;
    private final Home staged;
    private boolean placed;

    private StagedHome(Path place, Home staged) {
        this.place = place;
        this.staged = staged;
    }

    /** Begins beside a home that is absent or empty; throws {@link StoreFailed} when there is one. */
    public static StagedHome beside(Home home) {
        Path staging = home.root().resolveSibling(home.root().getFileName() + ".restoring");
        if (!empty(home.root())) {
            throw new StoreFailed("the home " + home.root() + " is not empty, and nothing is restored over a home;"
                    + " point STEMMA_HOME at an empty folder");
        }
        clear(staging); // what a crash in the middle of a restore left
        Home staged = new Home(staging);
        staged.prepare();
        return new StagedHome(home.root(), staged);
    }

    private static boolean empty(Path folder) {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        } catch (IOException e) {
            throw LocalDisk.refused("list", folder, e);
        }
    }

    /** The home as it will be. */
    public Home home() {
        return staged;
    }

    /** A new file of it, by its path below the home's root. */
    public AppendFile file(String path) {
        Disk disk = new LocalDisk();
        Path file = staged.root().resolve(path).normalize();
        if (!file.startsWith(staged.root()) || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StoreFailed("'" + path + "' is no new file of a home");
        }
        Path folder = file.getParent();
        if (folder != null) {
            disk.makeFolder(folder);
        }
        return disk.append(file);
    }

    /** Moves it to its place; durable on return. */
    public void place() {
        clear(staged.temp());
        try {
            Files.deleteIfExists(place); // an empty folder
            Files.move(staged.root(), place, StandardCopyOption.ATOMIC_MOVE);
            LocalDisk.syncFolder(place);
            placed = true;
        } catch (IOException e) {
            throw LocalDisk.refused("place", place, e);
        }
    }

    private static void clear(Path folder) {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw LocalDisk.refused("clear", folder, e);
        }
    }

    @Override
    public void close() {
        if (!placed) {
            clear(staged.root());
        }
    }
}
