package stemma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Set;

/** The state as one SQLite file of the home, which is the default. Readers never wait for the writer. */
public final class StateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final List<String> PARTS = List.of("", "-wal", "-shm");

    private StateFile() {}

    /**
     * Opens the database, and makes it when absent.
     *
     * @param temp where the SQLite library unpacks its native part; the home's own, never a shared one
     * @param migrations as {@link SqlState#open} takes them
     */
    public static StateDb open(Path file, Path temp, List<String> migrations) {
        SqliteLibrary.unpack(temp);
        protect(file);
        return SqlState.open(new SqliteDatabase(file), migrations);
    }

    /**
     * Moves a damaged database out of the way, so that the next opening makes a new one. It is kept
     * beside the old place with {@code .damaged} at its end; one that was kept earlier is replaced.
     */
    public static void setAside(Path file) {
        for (String part : PARTS) {
            Path from = file.resolveSibling(file.getFileName() + part);
            try {
                if (Files.exists(from)) {
                    Files.move(
                            from,
                            file.resolveSibling(file.getFileName() + ".damaged" + part),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw LocalDisk.refused("move aside", from, e);
            }
        }
    }

    /**
     * Writes all that is committed at this moment into a new database, through a connection of its own: the
     * file alone is not all of it while it is open. Nobody waits meanwhile.
     */
    public static void copy(Path file, Path fresh) {
        SqliteDatabase database = new SqliteDatabase(file);
        try (SqlWorker reader =
                new SqlWorker("state-copier", () -> database.open(false), database.dialect()::refused, 1)) {
            reader.run(connection -> {
                try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
                    copy.setString(1, fresh.toString());
                    return copy.executeUpdate();
                }
            });
        }
        protect(fresh);
    }

    /**
     * Sees that only its owner may read the database, whatever the home's own mode. SQLite gives the files beside it
     * the mode of the database.
     */
    private static void protect(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            for (String part : PARTS) {
                Path there = file.resolveSibling(file.getFileName() + part);
                if (Files.exists(there) && !OWNER_ONLY.equals(Files.getPosixFilePermissions(there))) {
                    Files.setPosixFilePermissions(there, OWNER_ONLY);
                }
            }
        } catch (IOException e) {
            throw LocalDisk.refused("protect", file, e);
        }
    }
}
