package stemma.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Unpacks SQLite's native library and shows it to the driver. Left alone the driver does the same,
 * but first starts {@code uname} to tell Linux from Android, and a node starts no process that no
 * act asked for. Where this class knows no library, or the machine cannot load it, the driver looks
 * for itself.
 */
final class SqliteLibrary {
    private static final String TEMP = "org.sqlite.tmpdir";
    private static final String PLACE = "org.sqlite.lib.path";

    /** The driver's names of processors, by Java's. */
    private static final Map<String, String> PROCESSORS = Map.of("amd64", "x86_64", "aarch64", "aarch64");

    private SqliteLibrary() {}

    /** Unpacks into a folder of the home. One library serves a whole process, so this happens once in each. */
    static synchronized void unpack(Path temp) {
        System.setProperty(TEMP, temp.toString());
        String processor = PROCESSORS.getOrDefault(System.getProperty("os.arch", ""), "");
        boolean known = System.getProperty("os.name", "").equals("Linux") && !processor.isEmpty();
        if (!known || System.getProperty(PLACE) != null) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        Path file = temp.resolve(name);
        try (InputStream library =
                SQLiteJDBCLoader.class.getResourceAsStream("/org/sqlite/native/Linux/" + processor + "/" + name)) {
            if (library != null) {
                Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
                System.setProperty(PLACE, temp.toString());
            }
        } catch (IOException e) {
            throw LocalDisk.refused("unpack", file, e);
        }
    }
}
