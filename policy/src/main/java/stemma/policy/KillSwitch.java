package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Gate;
import stemma.store.Disk;
import stemma.store.StoreFailed;

/**
 * Halts the node when a file named {@code HALT} lies in its home: the switch that works when nothing
 * else does, with {@code touch}. The file's text is the reason. Removing the file releases nothing;
 * only the {@code release} operation does, and as long as the file lies there the node halts again.
 *
 * <p>The owner calls {@link #tick} as often as it likes, and once before the gate takes its first
 * act; the file is looked at every {@value #POLL_MILLIS} ms. Thread-safe.
 */
public final class KillSwitch {
    /** Name of the file in the home. */
    public static final String FILE = "HALT";

    public static final long POLL_MILLIS = 500;
    public static final int REASON_BYTES_MAX = 4_096;

    private static final int REASON_CHARS_MAX = 200;
    private static final Actor BY_FILE = Actor.operator("halt-file");

    private final Disk disk;
    private final Path file;
    private final Gate gate;
    private final Clock clock;
    private boolean looked;
    private long lookedNanos;

    public KillSwitch(Disk disk, Path home, Gate gate, Clock clock) {
        this.disk = disk;
        this.file = home.resolve(FILE);
        this.gate = gate;
        this.clock = clock;
    }

    /** Looks at the file when it is time to; returns whether it halted the node by this call. */
    public synchronized boolean tick() {
        long now = clock.nanos();
        if (looked && now - lookedNanos < POLL_MILLIS * 1_000_000) {
            return false;
        }
        looked = true;
        lookedNanos = now;
        Optional<String> reason = reason();
        if (reason.isEmpty() || !gate.halted().isEmpty()) {
            return false;
        }
        gate.halt(BY_FILE, reason.get());
        return true;
    }

    /** A file that is there and cannot be read is a reason too. */
    private Optional<String> reason() {
        try {
            return disk.content(file, REASON_BYTES_MAX).map(KillSwitch::text);
        } catch (StoreFailed e) {
            return Optional.of("there is a " + FILE + " in the home, and it cannot be read");
        }
    }

    private static String text(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl} ]+", " ")
                .strip();
        String shown = text.length() > REASON_CHARS_MAX ? text.substring(0, REASON_CHARS_MAX) : text;
        return shown.isEmpty() ? "there is a " + FILE + " file in the home" : shown + " (" + FILE + " file)";
    }
}
