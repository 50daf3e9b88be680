package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.sandbox.linux.NamedPipe;

/**
 * What the chain reports while it starts and ends: bubblewrap's JSON with the first process of the box and, as soon as
 * the command has ended, its exit code; or a layer that the kernel refused. Read by the box's thread alone.
 */
final class BoxStatus implements AutoCloseable {
    private static final Pattern CHILD_PID = Pattern.compile("\"child-pid\": *(\\d+)");
    private static final Pattern EXIT_CODE = Pattern.compile("\"exit-code\": *(\\d+)");
    private static final Pattern REFUSED = Pattern.compile("refused-layer: (\\d+)");
    private static final int TEXT_CHARS_MAX = 16 * 1024;
    private static final long START_NANOS_MAX = 30_000_000_000L;
    /** Only before the chain has opened its side can it end without the pipe telling. */
    private static final long LOOK_NANOS = 50_000_000;

    private final NamedPipe pipe;
    private final StringBuilder text = new StringBuilder();

    private BoxStatus(NamedPipe pipe) {
        this.pipe = pipe;
    }

    /** Makes the pipe in the box folder; its owner becomes {@code uid} when that is not negative. */
    static BoxStatus make(BoxFolder folder, int uid) throws IOException {
        Path path = folder.status();
        NamedPipe pipe = NamedPipe.make(path);
        if (uid >= 0) {
            new Owner(uid, uid).take(path);
        }
        return new BoxStatus(pipe);
    }

    /** Waits for the first process of the box; empty when the chain ended before, or took too long. */
    OptionalLong childPid(Process chain) throws IOException {
        long until = System.nanoTime() + START_NANOS_MAX;
        while (true) {
            boolean alive = chain.isAlive();
            String more = read(Math.min(LOOK_NANOS, until - System.nanoTime()));
            OptionalLong pid = first(CHILD_PID);
            if (pid.isPresent() || pipe.ended() || System.nanoTime() > until || (!alive && more.isEmpty())) {
                return pid;
            }
        }
    }

    /** Waits for the command's exit code; empty when the time was up, or the chain ended without a word. */
    OptionalLong exitCode(long untilNanos) throws IOException {
        while (first(EXIT_CODE).isEmpty() && !pipe.ended() && System.nanoTime() < untilNanos) {
            read(untilNanos - System.nanoTime());
        }
        return first(EXIT_CODE);
    }

    /** Whether every writer is gone. */
    boolean ended() {
        return pipe.ended();
    }

    /** Whether a layer was refused. */
    boolean layerRefused() {
        return first(REFUSED).isPresent();
    }

    String text() {
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }

    private String read(long nanos) throws IOException {
        String more = pipe.read(nanos);
        if (text.length() + more.length() > TEXT_CHARS_MAX) {
            throw new IOException("the box reports more than " + TEXT_CHARS_MAX + " characters");
        }
        text.append(more);
        return more;
    }

    private OptionalLong first(Pattern pattern) {
        Matcher m = pattern.matcher(text);
        return m.find() ? OptionalLong.of(Long.parseLong(m.group(1))) : OptionalLong.empty();
    }
}
