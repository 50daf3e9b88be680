package stemma.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Pattern;

/**
 * A state over any database that speaks SQL: one writer, a few readers.
 *
 * <p>A driver may block its thread inside native code, where a virtual thread would hold its carrier;
 * so work is handed to platform threads and the caller waits. Each thread has a connection of its own.
 * One writer thread makes every transaction serial: there is no deadlock to have.
 *
 * <p>A connection that was lost is opened again when the next work comes. A reader whose idle connection
 * was lost begins again by itself, for nothing happened; a writer never does, because only the tables
 * know whether its last commit came through.
 */
public final class SqlState implements StateDb {
    /** Reads that run at once; more wait. */
    public static final int READERS_MAX = 3;

    /** Writes that may wait for the writer; more block their callers. */
    public static final int WRITES_WAITING_MAX = 1_024;

    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*(\n|$)");

    private final Database database;
    private final SqlWorker writer;
    private final BlockingQueue<SqlWorker> readers = new ArrayBlockingQueue<>(READERS_MAX);
    private final List<SqlWorker> workers = new ArrayList<>();

    private SqlState(Database database) {
        this.database = database;
        writer = worker("state-writer", false, WRITES_WAITING_MAX);
    }

    private SqlWorker worker(String name, boolean readOnly, int waitingMax) {
        SqlWorker worker = new SqlWorker(name, () -> database.open(readOnly), database.dialect()::refused, waitingMax);
        workers.add(worker);
        return worker;
    }

    /**
     * Opens it and brings its schema to the last script.
     *
     * @param migrations one script per schema version, from 1; statements end in a semicolon at a
     *     line's end. Never edit one that was released: append.
     */
    public static SqlState open(Database database, List<String> migrations) {
        SqlState state = new SqlState(database);
        try {
            state.migrate(migrations);
            for (int i = 0; i < READERS_MAX; i++) {
                state.readers.add(state.worker("state-reader-" + i, true, 1));
            }
            return state;
        } catch (StoreFailed e) {
            state.close();
            throw e;
        }
    }

    private void migrate(List<String> scripts) {
        int version = write(database::version);
        if (version > scripts.size()) {
            throw new StoreFailed(where() + " has schema version " + version + ", but this Stemma knows versions up to "
                    + scripts.size() + "; start the newer Stemma, or restore an older backup");
        }
        for (int step = version; step < scripts.size(); step++) {
            String script = scripts.get(step);
            int reached = step + 1;
            write(sql -> {
                STATEMENT_END
                        .splitAsStream(script)
                        .filter(one -> !one.isBlank())
                        .forEach(sql::run);
                database.keepVersion(sql, reached);
                return reached;
            });
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        return writer.run(connection -> transaction(connection, work));
    }

    @Override
    public <T> T read(Work<T> work) {
        SqlWorker reader = Waiting.take(readers);
        try {
            return reader.runAgain(connection -> transaction(connection, work));
        } finally {
            readers.add(reader);
        }
    }

    private <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            Sql sql = new Sql(connection, database.dialect());
            result = work.in(sql);
            sql.refuseAfterRefusal();
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection::rollback, e);
            undo(() -> connection.setAutoCommit(true), e);
            throw e;
        }
        connection.setAutoCommit(true);
        return result;
    }

    /** A full disk makes SQLite end the transaction itself, and then refuse to; the cause is what counts. */
    private static void undo(Undoing step, Throwable cause) {
        try {
            step.run();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public boolean sound() {
        try {
            return read(database::sound);
        } catch (StateCorrupt e) {
            return false;
        }
    }

    @Override
    public String where() {
        return database.where();
    }

    @Override
    public void close() {
        workers.reversed().forEach(SqlWorker::close);
    }

    /** A step back after a failure. */
    @FunctionalInterface
    private interface Undoing {
        void run() throws SQLException;
    }
}
