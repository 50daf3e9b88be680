package stemma.kernel;

/**
 * A state on its way: applies channel after channel in place, without allocating. Not thread-safe.
 *
 * <p>One Kraus term is two products of the shape A†B, because the state is Hermitian:
 *
 * <pre>
 *   Y = rho† G,   rho' += Y† G,   with G = K†
 * </pre>
 *
 * Of the second product only the panels on and above the diagonal are computed; the rest is their
 * mirror image, so that the state stays Hermitian to the last bit. The state is then divided by its
 * trace, which rounding alone has moved ({@link #traceError()}), and what fell below
 * {@link Arithmetic#FLUSH_BELOW} becomes zero: a decaying coherence would otherwise become subnormal
 * after some thousand steps and cost thirty times the time.
 */
public final class Evolution {
    private final Arithmetic arithmetic;
    private final Planes half;
    private Planes state;
    private Planes next;
    private double traceError;
    private double traceErrorMax;

    /** Starts from a state. */
    public Evolution(DensityMatrix start) {
        this(Arithmetic.best(), start);
    }

    Evolution(Arithmetic arithmetic, DensityMatrix start) {
        this.arithmetic = arithmetic;
        state = new Planes(start.size());
        next = new Planes(start.size());
        half = new Planes(start.size());
        state.copyFrom(start.planes());
    }

    /** The dimensions of the state. */
    public int size() {
        return state.size;
    }

    /**
     * Applies a channel.
     *
     * @throws KernelRefused when it acts on another number of dimensions
     */
    public void step(Channel channel) {
        if (channel.size() != size()) {
            throw KernelRefused.whole(
                    "a channel of " + channel.size() + " dimensions does not act on a state of " + size());
        }
        next.clear();
        for (Planes operator : channel.adjoints()) {
            half.clear();
            arithmetic.addAdjointTimes(state, operator, half, false);
            arithmetic.addAdjointTimes(half, operator, next, true);
        }
        double trace = next.trace();
        arithmetic.scaleAndFlush(next, 1 / trace, true);
        next.mirror();
        traceError = Math.abs(trace - 1);
        traceErrorMax = Math.max(traceErrorMax, traceError);
        Planes old = state;
        state = next;
        next = old;
    }

    /** How far the trace was from 1 after the last channel, before it was divided by it. */
    public double traceError() {
        return traceError;
    }

    /** The largest {@link #traceError()} so far. */
    public double traceErrorMax() {
        return traceErrorMax;
    }

    /** Goes on from another state of the same size, such as the one after a measurement. */
    public void resume(DensityMatrix other) {
        if (other.size() != size()) {
            throw KernelRefused.whole("a state of " + other.size() + " dimensions cannot follow one of " + size());
        }
        state.copyFrom(other.planes());
    }

    /** A copy of the state. */
    public DensityMatrix state() {
        Planes copy = new Planes(size());
        copy.copyFrom(state);
        return new DensityMatrix(copy);
    }
}
