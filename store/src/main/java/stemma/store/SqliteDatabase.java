package stemma.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteErrorCode;

/** SQLite under a state. The house speaks as it does, so that its dialect says nothing otherwise. */
record SqliteDatabase(Path file) implements Database, Dialect {
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;
    private static final int WAL_BYTES_MAX = 16 * 1024 * 1024;

    @Override
    public String where() {
        return "SQLite, " + file;
    }

    @Override
    public Connection open(boolean readOnly) throws SQLException {
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
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
        }
        return connection;
    }

    @Override
    public Dialect dialect() {
        return this;
    }

    @Override
    public int version(Sql sql) {
        return sql.one(row -> (int) row.number(1), "PRAGMA user_version").orElse(0);
    }

    @Override
    public void keepVersion(Sql sql, int version) {
        sql.run("PRAGMA user_version = " + version);
    }

    @Override
    public boolean sound(Sql sql) {
        return sql.one(row -> row.text(1), "PRAGMA integrity_check(1)")
                .map("ok"::equals)
                .orElse(false);
    }

    @Override
    public String statement(String sql) {
        return sql;
    }

    @Override
    public String kept(String text) {
        return text;
    }

    @Override
    public String text(String kept) {
        return kept;
    }

    @Override
    public String tables() {
        return "select name from sqlite_master where type = 'table' and (name = ? or name like ? escape '\\')"
                + " order by name";
    }

    @Override
    public StoreFailed refused(SQLException e) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode());
        return switch (code) {
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_VTAB, SQLITE_IOERR_SHORT_READ -> new StateCorrupt(e);
            case SQLITE_FULL -> new StoreFailed("the state database cannot grow: the disk is full; free some space", e);
            default -> new StoreFailed("the state database refused: " + e.getMessage(), e);
        };
    }
}
