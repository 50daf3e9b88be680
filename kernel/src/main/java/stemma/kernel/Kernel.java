package stemma.kernel;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import stemma.core.Digest;

/**
 * The kernel of a node: some qubits, three by default, that stimuli move step by step. The first qubit is
 * the point that the node reads; the others are the memory of the workspace, which turns all of them
 * together, and lose what they hold at {@value #MEMORY_RATE} a step. Thread-safe: one step at a time.
 *
 * <p>A step is: the workspace as a unitary, the {@link Drives} of the first qubit, amplitude damping and
 * dephasing of the others. Same seed and same stimuli give the same bits, also after a dump was loaded,
 * and on any machine. What is refused changes nothing.
 */
public final class Kernel {
    /** Qubits of a kernel where nothing else is said. */
    public static final int QUBITS = 3;

    /** Numbers of a workspace. */
    public static final int WORKSPACE_NUMBERS_MAX = Workspace.NUMBERS_MAX;

    /** How far a step may move the trace before {@link Report#valid()} says no. */
    public static final double TRACE_TOLERANCE = 1e-12;

    private static final double WORKSPACE_GAIN = 0.1;
    private static final double MEMORY_RATE = 0.02;

    private final Object lock = new Object();
    private final int qubits;
    private final List<Channel> memory;
    private Dump now;

    private Kernel(Dump now) {
        this.now = now;
        qubits = Integer.numberOfTrailingZeros(now.state().size());
        memory = IntStream.range(1, qubits)
                .mapToObj(place -> Channels.onQubit(
                        Channels.amplitudeDamping(MEMORY_RATE, 1).then(Channels.dephasing(MEMORY_RATE, 1)),
                        place,
                        qubits))
                .toList();
    }

    /** A kernel of three qubits at rest. */
    public static Kernel start(long seed) {
        return start(QUBITS, seed);
    }

    /**
     * A kernel at rest: the first qubit at {@link BlochPoint#REST}, the others at |0&gt;.
     *
     * @param qubits from 1 to 6
     */
    public static Kernel start(int qubits, long seed) {
        if (qubits < 1 || 1L << qubits > DensityMatrix.SIZE_MAX) {
            throw KernelRefused.whole("a kernel has 1 to 6 qubits, not " + qubits);
        }
        DensityMatrix state = BlochPoint.REST.state();
        for (int i = 1; i < qubits; i++) {
            state = state.tensor(DensityMatrix.basis(2, 0));
        }
        return new Kernel(new Dump(state, seed, 0, 0));
    }

    /**
     * The kernel that {@link #dump} wrote; it goes on as the other would have.
     *
     * @throws KernelRefused when the bytes are not a dump of a state of qubits, with the position
     */
    public static Kernel load(byte[] bytes) {
        Dump dump = Dump.read(bytes);
        if (Integer.bitCount(dump.state().size()) != 1) {
            throw KernelRefused.whole(
                    "the dump holds a state of " + dump.state().size() + " dimensions; a kernel's is a power of two");
        }
        return new Kernel(dump);
    }

    /**
     * The state after a step, in figures.
     *
     * @param steps how many there have been
     * @param entropy von Neumann's, of all qubits, in nats
     * @param purity of all qubits, from 1/d to 1
     * @param point of the first qubit
     * @param measured the basis vector that was measured, from 0
     * @param traceError the largest distance of the trace from 1 in this step, before rounding was put right
     * @param valid whether that is within {@link #TRACE_TOLERANCE} and no eigenvalue is negative
     */
    public record Report(
            long steps,
            double entropy,
            double purity,
            BlochPoint point,
            OptionalInt measured,
            double traceError,
            boolean valid) {}

    /** Takes a step without measuring. */
    public Report step(Stimulus stimulus) {
        synchronized (lock) {
            return report(moved(stimulus), OptionalInt.empty());
        }
    }

    /** Takes a step, then measures all qubits in their basis; the state collapses to what was measured. */
    public Report stepAndMeasure(Stimulus stimulus) {
        synchronized (lock) {
            double traceError = moved(stimulus);
            return report(
                    traceError,
                    OptionalInt.of(
                            measure(Measurement.basis(now.state().size())).index()));
        }
    }

    /**
     * Measures, and goes on from what it left. The chance is the next draw of the seed.
     *
     * @throws KernelRefused when the measurement is of another number of dimensions
     */
    public Measurement.Outcome measure(Measurement measurement) {
        synchronized (lock) {
            Measurement.Outcome outcome = measurement.measure(now.state(), CounterRandom.at(now.seed(), now.draws()));
            now = new Dump(outcome.state(), now.seed(), now.steps(), now.draws() + 1);
            return outcome;
        }
    }

    /** The state as it is. */
    public DensityMatrix state() {
        synchronized (lock) {
            return now.state();
        }
    }

    /** The next chance of the seed, from 0 to below 1; it counts as a draw. */
    public double chance() {
        synchronized (lock) {
            double chance = CounterRandom.at(now.seed(), now.draws());
            now = new Dump(now.state(), now.seed(), now.steps(), now.draws() + 1);
            return chance;
        }
    }

    /** Steps so far. */
    public long steps() {
        synchronized (lock) {
            return now.steps();
        }
    }

    /** The state and the seed with its count, as canonical bytes. */
    public byte[] dump() {
        synchronized (lock) {
            return now.bytes();
        }
    }

    /** The digest of {@link #dump}. */
    public Digest digest() {
        return Digest.of(dump());
    }

    /** Moves the state; the largest trace error on the way. Assigns at the end, so that a refusal leaves it. */
    private double moved(Stimulus stimulus) {
        Evolution evolution = new Evolution(now.state());
        if (!stimulus.workspace().isEmpty()) {
            ComplexMatrix hamiltonian = Workspace.hamiltonian(evolution.size(), stimulus.workspace());
            evolution.step(Channels.unitary(hamiltonian, WORKSPACE_GAIN));
        }
        Drives.apply(evolution, qubits, stimulus);
        memory.forEach(evolution::step);
        now = new Dump(evolution.state(), now.seed(), now.steps() + 1, now.draws());
        return evolution.traceErrorMax();
    }

    private Report report(double traceError, OptionalInt measured) {
        DensityMatrix state = now.state();
        boolean valid = traceError <= TRACE_TOLERANCE && state.spectrum()[0] >= -DensityMatrix.NEGATIVE_TOLERANCE;
        return new Report(now.steps(), state.entropy(), state.purity(), state.bloch(), measured, traceError, valid);
    }
}
