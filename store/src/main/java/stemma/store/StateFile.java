package stemma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;

/** How the state file is opened, and how its schema moves forward. */
final class StateFile {
    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*(\n|$)");

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;
    private static final int WAL_BYTES_MAX = 16 * 1024 * 1024;

    private StateFile() {}

    static Connection open(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setTempStore(TempStore.MEMORY);
        config.enforceForeignKeys(true);
        if (!readOnly) {
            config.setJournalMode(JournalMode.WAL);
            config.setSynchronous(SynchronousMode.FULL);
            config.setJournalSizeLimit(WAL_BYTES_MAX);
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        }
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        if (readOnly) {
            run(connection, "PRAGMA query_only = ON");
        }
        return connection;
    }

    /**
     * Sees that only its owner may read the database, whatever the home's own mode. SQLite gives the files beside it
     * the mode of the database.
     */
    static void protect(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            for (String part : List.of("", "-wal", "-shm")) {
                Path there = file.resolveSibling(file.getFileName() + part);
                if (Files.exists(there) && !OWNER_ONLY.equals(Files.getPosixFilePermissions(there))) {
                    Files.setPosixFilePermissions(there, OWNER_ONLY);
                }
            }
        } catch (IOException e) {
            throw LocalDisk.refused("protect", file, e);
        }
    }

    /** Brings the schema to the last script, each step in its own transaction with its number. */
    static void migrate(Connection connection, Path file, List<String> scripts) throws SQLException {
        int version = number(connection, "PRAGMA user_version");
        if (version > scripts.size()) {
            throw new StoreFailed(file + " has schema version " + version + ", but this Stemma knows versions up to "
                    + scripts.size() + "; start the newer Stemma, or restore an older backup");
        }
        for (int step = version; step < scripts.size(); step++) {
            connection.setAutoCommit(false);
            try {
                for (String statement : STATEMENT_END.split(scripts.get(step))) {
                    if (!statement.isBlank()) {
                        run(connection, statement);
                    }
                }
                run(connection, "PRAGMA user_version = " + (step + 1));
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getInt(1) : 0;
        }
    }
}
