package stemma.sandbox;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.sandbox.linux.Pipe;

/**
 * What the chain reports while it starts and ends: bubblewrap's JSON with the first process of the box and, as soon as
 * the command has ended, its exit code; or a layer that the kernel refused. Read by the box's thread alone.
 */
final class BoxStatus {
    private static final Pattern CHILD_PID = Pattern.compile("\"child-pid\": *(\\d+)");
    private static final Pattern EXIT_CODE = Pattern.compile("\"exit-code\": *(\\d+)");
    private static final Pattern REFUSED = Pattern.compile("refused-layer: (\\d+)");
    private static final int TEXT_CHARS_MAX = 16 * 1024;
    private static final long START_NANOS_MAX = 30_000_000_000L;

    private final Chain chain;
    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    BoxStatus(Chain chain) {
        this.chain = chain;
    }

    /** Waits for the first process of the box; empty when the chain ended before, or took too long. */
    OptionalLong childPid() throws IOException {
        return number(CHILD_PID, System.nanoTime() + START_NANOS_MAX);
    }

    /** Waits for the command's exit code; empty when the time was up, or the chain ended without a word. */
    OptionalLong exitCode(long untilNanos) throws IOException {
        return number(EXIT_CODE, untilNanos);
    }

    /** Whether every writer is gone. */
    boolean ended() {
        return ended;
    }

    /** Whether a layer was refused. */
    boolean layerRefused() {
        return REFUSED.matcher(text).find();
    }

    String text() {
        return text.toString();
    }

    private OptionalLong number(Pattern pattern, long untilNanos) throws IOException {
        while (first(pattern).isEmpty() && !ended && System.nanoTime() < untilNanos) {
            read(untilNanos - System.nanoTime());
        }
        return first(pattern);
    }

    private void read(long nanos) throws IOException {
        Pipe.Heard heard = chain.hear(nanos);
        ended = heard.ended();
        if (text.length() + heard.text().length() > TEXT_CHARS_MAX) {
            throw new IOException("the box reports more than " + TEXT_CHARS_MAX + " characters");
        }
        text.append(heard.text());
    }

    private OptionalLong first(Pattern pattern) {
        Matcher m = pattern.matcher(text);
        return m.find() ? OptionalLong.of(Long.parseLong(m.group(1))) : OptionalLong.empty();
    }
}
