package stemma.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A command in its box. Read both outputs, or it will block on a full pipe. Closing ends every process in the box and
 * waits for it; what was written stays in {@link #changes} until it is applied or discarded. Thread-safe.
 */
public final class RunningBox implements AutoCloseable {
    private final BoxParts parts;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<BoxExit> exit;
    private final CompletableFuture<Boolean> gone;

    RunningBox(BoxParts parts) {
        this.parts = parts;
        this.exit = parts.thread().ended().thenApply(this::exit);
        this.gone = parts.thread().gone().handleAsync(this::release, Thread::startVirtualThread);
    }

    /** The command's standard input, or the terminal's keyboard. */
    public OutputStream stdin() {
        return parts.console().stdin();
    }

    /** The command's standard output, or all the terminal shows; ends at the limit. */
    public InputStream stdout() {
        return parts.console().stdout();
    }

    /** The command's error output; empty on a terminal. */
    public InputStream stderr() {
        return parts.console().stderr();
    }

    /** Whether output was dropped at the limit. */
    public boolean outputCut() {
        return parts.console().stdout().cut() || parts.console().stderr().cut();
    }

    /** How the folder is shown. */
    public ViewKind viewKind() {
        return parts.viewKind();
    }

    /** What the user should know: fallbacks taken, grants that could not be made, and a bound that was reached. */
    public List<String> notes() {
        return Stream.concat(parts.notes().stream(), parts.notesAtEnd().get().stream())
                .toList();
    }

    /** The host's id of the box's first process; all others are below it. */
    public long pid() {
        return parts.init().pid();
    }

    /** Passes a signal to the command, whose own handler runs. False when it has ended. */
    public boolean signal(int signal) {
        if (signal < 1 || signal > 64) {
            throw new IllegalArgumentException("not a signal: " + signal);
        }
        return !exit.isDone() && parts.init().signal(signal);
    }

    /** Tells the terminal its new size. */
    public void resize(WindowSize size) throws IOException {
        parts.console().resize(size);
    }

    /** Completes when every process of the box has ended. */
    public CompletableFuture<BoxExit> exit() {
        return exit.thenApplyAsync(ended -> ended, Thread::startVirtualThread);
    }

    /** Waits for the end. */
    public BoxExit await() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the box was lost: " + e.getMessage(), e);
        }
    }

    /** What the command did to the folder; complete once it has ended. */
    public BoxChanges changes() {
        return parts.changes();
    }

    @Override
    public void close() {
        closing.set(true);
        if (!exit.isDone()) {
            parts.kill();
        }
        gone.join();
        parts.console().close();
    }

    private boolean release(Boolean orderly, @Nullable Throwable failure) {
        parts.release();
        return failure == null;
    }

    private BoxExit exit(BoxThread.End end) {
        BoxExit.Cause cause =
                end.timedOut() ? BoxExit.Cause.TIMED_OUT : closing.get() ? BoxExit.Cause.CLOSED : BoxExit.Cause.EXITED;
        return new BoxExit(end.exitCode(), cause, (System.nanoTime() - startNanos) / 1_000_000);
    }
}
