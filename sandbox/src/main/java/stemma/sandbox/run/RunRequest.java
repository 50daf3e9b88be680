package stemma.sandbox.run;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.RunningBox;

/** One command to run, its streams, and a handle on it while it runs. Thread-safe. */
public final class RunRequest {
    private final BoxSpec spec;
    private final RunIo io;
    private final AtomicReference<@Nullable RunningBox> running = new AtomicReference<>();

    public RunRequest(BoxSpec spec, RunIo io) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.io = Objects.requireNonNull(io, "io");
    }

    BoxSpec spec() {
        return spec;
    }

    RunIo io() {
        return io;
    }

    void started(RunningBox box) {
        running.set(box);
    }

    /** Passes a signal to the command, not to the box; false while it has not started or has ended. */
    public boolean signal(int number) {
        RunningBox box = running.get();
        return box != null && box.signal(number);
    }

    /** The box while it runs; empty before and after. */
    public Optional<RunningBox> box() {
        return Optional.ofNullable(running.get());
    }
}
