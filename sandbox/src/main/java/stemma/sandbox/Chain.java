package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import stemma.sandbox.linux.Child;
import stemma.sandbox.linux.Pipe;

/**
 * The chain of one box, running. It belongs to the thread that started it; only {@link #kill} and {@link #console} may
 * be used by others.
 *
 * <p>Bubblewrap reports the first process of the box and then waits for {@link #go}. What holds for the command must
 * be put on that process in between. Should the node die there, the pipe ends and the kernel ends the box, in
 * whichever order: at worst the command runs for a moment with its file tree and filter but without its resource
 * limits.
 */
final class Chain implements AutoCloseable {
    private static final int COMPLAINT_BYTES_MAX = 2_000;

    private final Child child;
    private final Pipe status;
    private final Pipe go;
    private final Console console;

    private Chain(Child child, Pipe status, Pipe go, Console console) {
        this.child = child;
        this.status = status;
        this.go = go;
        this.console = console;
    }

    /** Gives up our copies of the ends that are the child's. */
    static Chain of(Child child, Pipe status, Pipe go, Console console) throws IOException {
        status.writer().close();
        go.reader().close();
        return new Chain(child, status, go, console);
    }

    /** A chain that reports nothing: what was started becomes the command itself. */
    static Chain silent(Child child, Pipe go, Console console) throws IOException {
        Pipe status = Pipe.open();
        return of(child, status, go, console);
    }

    Child child() {
        return child;
    }

    Pipe.Heard hear(long nanos) throws IOException {
        return status.hear(nanos);
    }

    /** Lets the command begin. */
    void go() throws IOException {
        go.writer().close();
    }

    Console console() {
        return console;
    }

    void kill() {
        child.kill();
    }

    /** Waits for the end of the chain itself. To be called once. */
    int await() throws IOException {
        return child.await();
    }

    /** What it said before it gave up. */
    String complaint() throws IOException {
        return new String(console.stderr().readNBytes(COMPLAINT_BYTES_MAX), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        try (child;
                status) {
            go.close();
        }
    }
}
