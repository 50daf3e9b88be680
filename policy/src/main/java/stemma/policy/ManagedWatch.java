package stemma.policy;

import java.util.Optional;
import stemma.core.Actor;
import stemma.core.Artifact;
import stemma.core.Clock;
import stemma.core.Gate;
import stemma.core.Result;

/**
 * Puts a changed managed file in force by itself, by an act like any other adoption: whom it binds is not
 * asked. The owner calls {@link #tick} as often as it likes; the file is looked at every {@value
 * #POLL_MILLIS} ms. Thread-safe.
 */
public final class ManagedWatch {
    public static final long POLL_MILLIS = 2_000;

    private static final Actor BY_FILE = Actor.operator("managed-file");
    private static final System.Logger LOG = System.getLogger("stemma.policy");

    private final Gate gate;
    private final ManagedLayer layer;
    private final Clock clock;
    private boolean looked;
    private long lookedNanos;
    private String said;

    public ManagedWatch(Gate gate, ManagedLayer layer, Clock clock) {
        this.gate = gate;
        this.layer = layer;
        this.clock = clock;
        this.said = layer.complaint(); // the start has said it
    }

    /** Looks at the file when it is time to; a halted node changes nothing, and catches up once released. */
    public synchronized void tick() {
        long now = clock.nanos();
        if (!gate.halted().isEmpty() || (looked && now - lookedNanos < POLL_MILLIS * 1_000_000)) {
            return;
        }
        looked = true;
        lookedNanos = now;
        look();
        String complaint = layer.complaint();
        if (!complaint.equals(said)) {
            said = complaint;
            if (!complaint.isEmpty()) {
                LOG.log(System.Logger.Level.WARNING, complaint);
            }
        }
    }

    /** Looks at once; gives the act that put the file in force, if it was not yet. */
    synchronized Optional<Result.Ended<Artifact>> look() {
        Optional<byte[]> changed = layer.look();
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = changed.get();
        return switch (gate.perform(RuleBook.ADOPT, RuleBook.adoption(ManagedFile.NAME, bytes, BY_FILE), bytes)) {
            case Result.Ended<Artifact> ended -> {
                if (ended.done().isEmpty()) {
                    layer.complain(ended.receipt().note());
                }
                yield Optional.of(ended);
            }
            case Result.Waiting<Artifact> waiting ->
                throw new IllegalStateException("an administrator's rules were asked about: " + waiting);
        };
    }
}
