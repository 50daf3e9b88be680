package stemma.sandbox;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.sandbox.linux.Linux;
import stemma.sandbox.linux.ProcessTree;

/**
 * The first process of the box's pid namespace, as the host sees it. Killing it ends everything in the box; the command
 * is its child, and gets the signals meant for it.
 */
final class InnerInit {
    private static final Pattern CHILD_PID = Pattern.compile("\"child-pid\": *(\\d+)");
    private static final Pattern REFUSED = Pattern.compile("refused-layer: (\\d+)");
    private static final int SIGKILL = 9;
    private static final long POLL_NANOS = 200_000;
    private static final long START_MILLIS_MAX = 30_000;
    private static final long DEATH_MILLIS_MAX = 10_000;

    private final long pid;

    private InnerInit(long pid) {
        this.pid = pid;
    }

    /** Waits until the chain reports the process; fails with what it wrote when it ends before. */
    static InnerInit await(BoxFolder folder, Process chain) throws IOException {
        long until = System.nanoTime() + START_MILLIS_MAX * 1_000_000;
        while (true) {
            boolean ended = !chain.isAlive();
            String status = folder.statusText();
            OptionalLong pid = first(CHILD_PID, status);
            if (pid.isPresent()) {
                return new InnerInit(pid.getAsLong());
            }
            if (first(REFUSED, status).isPresent()) {
                throw new LayerRefused("no overlay here: " + status.lines().findFirst().orElse(""));
            }
            if (ended || System.nanoTime() > until) {
                chain.destroyForcibly();
                String complaint = new String(chain.getErrorStream().readNBytes(2_000), java.nio.charset.StandardCharsets.UTF_8);
                throw new BoxRefused("the box did not start: " + (status + complaint).strip());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    long pid() {
        return pid;
    }

    /** Passes a signal to the command; false when there is none any more. */
    boolean signal(int signal) {
        boolean sent = false;
        for (long child : ProcessTree.children(pid)) {
            sent |= send(child, signal);
        }
        return sent;
    }

    /** Ends every process of the box and waits until they are gone. */
    void kill() {
        send(pid, SIGKILL);
        long until = System.nanoTime() + DEATH_MILLIS_MAX * 1_000_000;
        while (ProcessTree.alive(pid)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("box process " + pid + " does not end; is its disk stuck?");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean send(long pid, int signal) {
        try {
            Linux.kill(pid, signal);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private static OptionalLong first(Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        return m.find() ? OptionalLong.of(Long.parseLong(m.group(1))) : OptionalLong.empty();
    }
}
