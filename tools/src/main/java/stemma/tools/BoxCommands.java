package stemma.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import stemma.core.Effect;
import stemma.core.Fork;
import stemma.core.Permit;
import stemma.core.Scope;
import stemma.sandbox.BoxChanges;
import stemma.sandbox.BoxExit;
import stemma.sandbox.BoxLimits;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Boxes;
import stemma.sandbox.CacheLayer;
import stemma.sandbox.FolderView;
import stemma.sandbox.HostPort;
import stemma.sandbox.RunningBox;
import stemma.sandbox.linux.RawPath;

/**
 * Runs commands in boxes of their own. Each sees the folder as it is and writes into a layer beside
 * it; the layer stays under the act's id, so that what a command changed can be applied or discarded
 * like the changes of any run. Thread-safe.
 */
public final class BoxCommands implements CommandBox {
    /** Of each output; what is between head and tail is dropped. */
    static final int OUTPUT_BYTES_MAX = 64 * 1024;
    /** What follows is not even looked at. */
    private static final long OUTPUT_READ_BYTES_MAX = 64L << 20;

    private static final long GRACE_MILLIS = 10_000;
    private static final String NAME_PREFIX = "act-";

    private final Boxes boxes;
    private final Path userHome;
    private final Consumer<byte[]> inputs;

    /**
     * @param userHome where the dependency caches of build tools are
     * @param inputs keeps the bytes whose digest an act names, so that a person who is asked sees the whole of it
     */
    public BoxCommands(Boxes boxes, Path userHome, Consumer<byte[]> inputs) {
        this.boxes = boxes;
        this.userHome = userHome;
        this.inputs = inputs;
    }

    @Override
    public Effect effect(String op, ExecInput input) {
        try {
            BoxSpec spec = boxes.resolve(spec(input));
            inputs.accept(spec.input().canonical());
            return spec.effect(op);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot start in " + input.cwd() + ": there is no such folder", e);
        }
    }

    @Override
    public ExecOutput run(ExecInput input, Permit permit) throws IOException, InterruptedException {
        String id = NAME_PREFIX + permit.id().toString().replace('.', '-');
        try (RunningBox box = boxes.start(permit, id, spec(input), event -> {})) {
            box.stdin().close();
            OutputEnds out = new OutputEnds(OUTPUT_BYTES_MAX);
            OutputEnds err = new OutputEnds(OUTPUT_BYTES_MAX);
            BoxExit exit = drained(box, out, err, input.wallMillis());
            return new ExecOutput(
                    exit.exitCode(),
                    exit.cause() == BoxExit.Cause.TIMED_OUT,
                    out.text(),
                    err.text(),
                    exit.wallMillis(),
                    changed(box.changes()));
        }
    }

    private static BoxExit drained(RunningBox box, OutputEnds out, OutputEnds err, long wallMillis)
            throws InterruptedException {
        try (Scope scope = Scope.open("exec", Duration.ofMillis(wallMillis + GRACE_MILLIS))) {
            scope.fork(() -> drain(box.stdout(), out));
            scope.fork(() -> drain(box.stderr(), err));
            Fork<BoxExit> exit = scope.fork(box::await);
            try {
                scope.join();
            } catch (RuntimeException | InterruptedException e) {
                box.close();
                throw e;
            }
            return exit.value();
        }
    }

    private static boolean drain(InputStream from, OutputEnds into) throws IOException {
        byte[] piece = new byte[8 * 1024];
        int got = from.read(piece);
        while (got >= 0) {
            into.add(piece, got);
            got = from.read(piece);
        }
        return true;
    }

    private static List<String> changed(BoxChanges changes) throws IOException {
        return changes.diff().noticed().stream()
                .limit(ExecOutput.CHANGED_MAX)
                .map(change -> RawPath.shown(change.path()))
                .toList();
    }

    private BoxSpec spec(ExecInput input) {
        List<HostPort> hosts = input.netHosts().stream().map(HostPort::parse).toList();
        BoxLimits limits =
                BoxLimits.standard().withWallMillis(input.wallMillis()).withOutputBytesMax(OUTPUT_READ_BYTES_MAX);
        return new BoxSpec(
                input.argv(),
                input.folder(),
                input.cwd(),
                FolderView.COPY_ON_WRITE,
                Map.of(),
                hosts,
                List.of(),
                input.caches() ? CacheLayer.known(userHome) : List.of(),
                limits,
                Optional.empty(),
                List.of());
    }
}
