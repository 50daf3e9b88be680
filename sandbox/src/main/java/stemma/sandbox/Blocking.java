package stemma.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Platform threads for reads and writes that wait in the kernel.
 *
 * <p>A virtual thread that waits for a pipe or a terminal keeps its carrier, and there are as many carriers as
 * processors: two silent commands would stop every virtual thread of a node with two. Java makes up for that in the
 * streams of its own {@code Process} alone. So these streams hand the wait to a thread of this pool when a virtual
 * thread uses them, and do it themselves otherwise. Thread-safe; the streams are for one thread at a time.
 */
final class Blocking implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("box stream ", 0).factory());

    InputStream input(InputStream source) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, into.length);
                return call(() -> source.read(into, offset, length));
            }

            @Override
            public int available() throws IOException {
                return source.available();
            }

            @Override
            public void close() throws IOException {
                source.close();
            }
        };
    }

    OutputStream output(OutputStream sink) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, from.length);
                call(() -> {
                    sink.write(from, offset, length);
                    return length;
                });
            }

            @Override
            public void close() throws IOException {
                sink.close();
            }
        };
    }

    /** An interrupt does not end the wait, as it does not end Java's own; it is seen afterwards. */
    private <T> T call(Callable<T> wait) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return result(wait);
        }
        Future<T> done = threads.submit(wait);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException failed) {
                        throw failed;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T result(Callable<T> wait) throws IOException {
        try {
            return wait.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes no more; a thread that still waits ends with its command. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
