package stemma.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One platform thread and its connection, which no other thread ever touches. */
final class SqlWorker implements AutoCloseable {
    private final BlockingQueue<FutureTask<?>> waiting;
    private final Opener opener;
    private final Function<SQLException, StoreFailed> refusal;
    private volatile boolean closed;
    private @Nullable Connection connection;

    /** Opens the connection, on the worker's own thread. */
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    /** Work of the worker thread, on its own connection. */
    @FunctionalInterface
    interface OnConnection<T> {
        T run(Connection connection) throws SQLException;
    }

    SqlWorker(String name, Opener opener, Function<SQLException, StoreFailed> refusal, int waitingMax) {
        this.waiting = new ArrayBlockingQueue<>(waitingMax);
        this.opener = opener;
        this.refusal = refusal;
        Thread.ofPlatform().name(name).daemon().start(this::loop);
    }

    /** Runs on the worker and waits. An interrupt is kept for the caller: the work still happens. */
    <T> T run(OnConnection<T> work) {
        return result(() -> once(work));
    }

    /** The same for work that may run twice: when a connection that was open is lost, on a new one. */
    <T> T runAgain(OnConnection<T> work) {
        return result(() -> {
            boolean open = connection != null;
            try {
                return once(work);
            } catch (StateAway e) {
                if (!open) {
                    throw e;
                }
                return once(work);
            }
        });
    }

    private <T> T once(OnConnection<T> work) {
        try {
            return work.run(opened());
        } catch (SQLException e) {
            StoreFailed failed = refusal.apply(e);
            if (failed instanceof StateAway) {
                drop(failed);
            }
            throw failed;
        } catch (StateAway e) {
            drop(e);
            throw e;
        }
    }

    private <T> T result(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        if (closed) {
            throw new StoreFailed("the state database is closed");
        }
        hand(task);
        try {
            return Waiting.result(task);
        } catch (CancellationException e) {
            throw new StoreFailed("the state database was closed before this ran", e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** A worker that closed meanwhile takes nothing any more: what it left in the queue is cancelled here. */
    private void hand(FutureTask<?> task) {
        Waiting.put(waiting, task);
        if (closed && waiting.remove(task)) {
            task.cancel(false);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException ours -> ours;
            case null, default -> new StoreFailed("the state database failed: " + e.getCause(), e);
        };
    }

    private Connection opened() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = opener.open();
            connection = open;
        }
        return open;
    }

    /** Nothing more is asked of a connection that was lost; the next work opens another. */
    private void drop(StoreFailed cause) {
        Connection lost = connection;
        connection = null;
        if (lost != null) {
            try {
                lost.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private void loop() {
        while (!closed) {
            Waiting.take(waiting).run();
        }
        for (FutureTask<?> left = waiting.poll(); left != null; left = waiting.poll()) {
            left.cancel(false);
        }
    }

    @Override
    public void close() {
        FutureTask<Boolean> last = new FutureTask<>(() -> {
            closed = true;
            if (connection != null) {
                connection.close();
            }
            return true;
        });
        if (closed) {
            return;
        }
        hand(last);
        try {
            Waiting.result(last);
        } catch (CancellationException e) {
            return; // somebody else closed it first
        } catch (ExecutionException e) {
            throw new StoreFailed("the state database did not close: " + e.getCause(), e);
        }
    }
}
