package stemma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.sqlite.SQLiteErrorCode;

/**
 * The state database: one SQLite file, one writer, a few readers.
 *
 * <p>SQLite blocks its thread inside native code, where a virtual thread would hold its carrier; so
 * work is handed to platform threads and the caller waits. One writer thread makes every transaction
 * serial: there is no lock to lose and no deadlock to have. Readers see the last committed state
 * (write-ahead log) and never wait for the writer.
 *
 * <p>A write is durable when {@link #write} returns. Thread-safe. Work handed in must not call back
 * into the same database.
 */
public final class StateDb implements AutoCloseable {
    /** Reads that run at once; more wait. */
    public static final int READERS_MAX = 3;

    /** Writes that may wait for the writer; more block their callers. */
    public static final int WRITES_WAITING_MAX = 1_024;

    private final SqlWorker writer;
    private final BlockingQueue<SqlWorker> readers = new ArrayBlockingQueue<>(READERS_MAX);
    private final List<SqlWorker> workers = new ArrayList<>();

    /** A piece of work inside one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Sql sql);
    }

    private StateDb(Path file) {
        writer = new SqlWorker("state-writer", () -> StateFile.open(file, false), WRITES_WAITING_MAX);
        workers.add(writer);
    }

    /**
     * Opens the database, and makes it when absent.
     *
     * @param temp where the SQLite library unpacks its native part; the home's own, never a shared one
     * @param migrations one script per schema version, from 1; statements end in a semicolon at a
     *     line's end. Never edit one that was released: append.
     */
    public static StateDb open(Path file, Path temp, List<String> migrations) {
        SqliteLibrary.unpack(temp);
        StateFile.protect(file);
        StateDb db = new StateDb(file);
        try {
            db.writer.run(connection -> {
                StateFile.migrate(connection, file, migrations);
                return migrations.size();
            });
            for (int i = 0; i < READERS_MAX; i++) {
                SqlWorker reader = new SqlWorker("state-reader-" + i, () -> StateFile.open(file, true), 1);
                db.workers.add(reader);
                db.readers.add(reader);
            }
            return db;
        } catch (StoreFailed e) {
            db.close();
            throw e;
        }
    }

    /**
     * Moves a damaged database out of the way, so that the next opening makes a new one. It is kept
     * beside the old place with {@code .damaged} at its end; one that was kept earlier is replaced.
     */
    public static void setAside(Path file) {
        for (String part : List.of("", "-wal", "-shm")) {
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

    /** Runs the work in one transaction of the writer; commits unless it throws. */
    public <T> T write(Work<T> work) {
        return writer.run(connection -> {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.in(new Sql(connection));
                connection.commit();
            } catch (SQLException | RuntimeException | Error e) {
                undo(connection::rollback, e);
                undo(() -> connection.setAutoCommit(true), e);
                throw e;
            }
            connection.setAutoCommit(true);
            return result;
        });
    }

    /**
     * Writes all that is committed at this moment into a new database, through the database itself: its
     * file alone is not all of it while it is open. Other writes wait meanwhile.
     */
    public void copyTo(Path fresh) {
        writer.run(connection -> {
            try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
                copy.setString(1, fresh.toString());
                return copy.executeUpdate();
            }
        });
        StateFile.protect(fresh);
    }

    /** A full disk makes SQLite end the transaction itself, and then refuse to; the cause is what counts. */
    private static void undo(Undoing step, Throwable cause) {
        try {
            step.run();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Runs the work on a reader; what it changes is refused. */
    public <T> T read(Work<T> work) {
        SqlWorker reader = Waiting.take(readers);
        try {
            return reader.run(connection -> work.in(new Sql(connection)));
        } finally {
            readers.add(reader);
        }
    }

    /** Reads the whole file and says whether SQLite finds it sound. */
    public boolean sound() {
        return read(sql -> sql.one(row -> row.text(1), "PRAGMA integrity_check(1)"))
                .map("ok"::equals)
                .orElse(false);
    }

    @Override
    public void close() {
        workers.reversed().forEach(SqlWorker::close);
    }

    static StoreFailed refused(SQLException e) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode());
        return switch (code) {
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_VTAB, SQLITE_IOERR_SHORT_READ -> new StateCorrupt(e);
            case SQLITE_FULL -> new StoreFailed("the state database cannot grow: the disk is full; free some space", e);
            default -> new StoreFailed("the state database refused: " + e.getMessage(), e);
        };
    }

    /** A step back after a failure. */
    @FunctionalInterface
    private interface Undoing {
        void run() throws SQLException;
    }

    /** Work of the worker thread, on its own connection. */
    @FunctionalInterface
    interface OnConnection<T> {
        T run(Connection connection) throws SQLException;
    }
}
