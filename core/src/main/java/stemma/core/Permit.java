package stemma.core;

import java.util.Arrays;
import java.util.Optional;

/**
 * The gate's leave to do one act. A sink spends it, immediately before it acts, on the
 * {@link Effect} it built from its real arguments.
 *
 * <p>Authority is not this object but its membership in the gate's private set of live permits: a
 * permit that was kept after its act, spent before, or made by other means is refused. This guards
 * against mistakes and confused deputies, not against hostile code in the process, which runs only
 * as WASM or boxed.
 *
 * <p>Thread-safe: a spend and the end of the act exclude each other, so that the receipt counts each
 * spend that succeeded.
 */
public final class Permit {
    private final ActId id;
    private final Act act;
    private final long deadlineNanos;
    private final Permits issuer;

    private int spends;
    private Digest chain = Digest.EMPTY;

    Permit(ActId id, Act act, long deadlineNanos, Permits issuer) {
        this.id = id;
        this.act = act;
        this.deadlineNanos = deadlineNanos;
        this.issuer = issuer;
    }

    /** The act this permit was issued for. */
    public ActId id() {
        return id;
    }

    public Act act() {
        return act;
    }

    /** On the injected clock's monotonic scale; a sink that can bound its wait bounds it by this. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /**
     * Spends the permit on what the caller is about to do. Throws {@link PermitRefused} when it is
     * not live, already spent, past its deadline, or was issued for something else. A lease is bound
     * to its op and target; the digests of its inputs are chained into the receipt.
     */
    public synchronized void spend(Effect effect) {
        issuer.check(this);
        if (!effect.op().equals(act.op()) || !effect.target().equals(act.target())) {
            throw new PermitRefused("permit " + id + " is for " + act.op() + " " + act.target() + ", not for "
                    + effect.op() + " " + effect.target());
        }
        boolean lease = act.spends() > 1;
        if (!lease && !effect.inputDigest().equals(act.inputDigest())) {
            throw new PermitRefused("permit " + id + " for " + act.op() + " " + act.target()
                    + " is for another input than the one about to be used");
        }
        count(lease, effect.inputDigest());
    }

    private void count(boolean lease, Digest input) {
        if (spends >= act.spends()) {
            throw new PermitRefused(
                    "permit " + id + " for " + act.op() + " is spent (" + spends + " of " + act.spends() + ")");
        }
        spends++;
        if (lease) {
            chain = Digest.of(concat(chain, input));
        }
    }

    private static byte[] concat(Digest first, Digest second) {
        byte[] both = Arrays.copyOf(first.bytes(), 64);
        System.arraycopy(second.bytes(), 0, both, 32, 32);
        return both;
    }

    synchronized int spends() {
        return spends;
    }

    synchronized Optional<Digest> chain() {
        return act.spends() > 1 ? Optional.of(chain) : Optional.empty();
    }
}
