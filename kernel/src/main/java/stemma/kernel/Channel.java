package stemma.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A completely positive, trace-preserving map of states, as Kraus operators: rho' = sum K rho K† with
 * sum K†K = 1 (NC 8.2.3). Immutable and safe between threads.
 *
 * <p>It is one by construction. A sum of K rho K† is completely positive whatever the K are; and with
 * S = sum K†K, every K is replaced by K S^(-1/2), after which the sum is 1 to rounding, about 1e-15.
 * So the operators of a first or second order in time, which miss completeness by an order more, become
 * a channel too, and the trace is no longer what drifts.
 */
public final class Channel {
    /** How far the given operators may miss completeness, in any element of the sum. */
    public static final double COMPLETENESS_TOLERANCE = 1e-9;

    /** Operators of a channel: at d = 64 they hold 32 MiB. */
    public static final int KRAUS_MAX = 512;

    /** The dimensions up to which a certificate is computed: its matrix has the square of them. */
    public static final int CERTIFICATE_SIZE_MAX = 16;

    private static final double WEAKEST_MIN = 1e-6;

    private final int size;
    private final List<Planes> adjoints;

    private Channel(int size, List<Planes> adjoints) {
        this.size = size;
        this.adjoints = List.copyOf(adjoints);
    }

    /**
     * Takes a set of Kraus operators of d x d.
     *
     * @throws KernelRefused when there are none or too many, sizes differ (with the position of the
     *     operator), or their sum K†K differs from 1 by more than {@value #COMPLETENESS_TOLERANCE}
     */
    public static Channel of(List<ComplexMatrix> kraus) {
        ComplexMatrix sum = sum(kraus);
        double error = distanceFromOne(sum);
        if (!(error <= COMPLETENESS_TOLERANCE)) {
            throw KernelRefused.whole("the sum of K†K of " + kraus.size() + " operators differs from 1 by " + error
                    + "; a channel keeps the trace within " + COMPLETENESS_TOLERANCE);
        }
        return complete(kraus, sum);
    }

    /**
     * Takes operators that are complete up to an order in time, or not at all, and completes them.
     *
     * @throws KernelRefused as {@link #of}, and when S has an eigenvalue below 1e-6
     */
    public static Channel normalised(List<ComplexMatrix> kraus) {
        return complete(kraus, sum(kraus));
    }

    /**
     * K S^(-1/2), and then one step of Newton's iteration for what its rounding left, (3 - S)/2: where S is
     * badly conditioned the root alone misses completeness by 1e-12.
     */
    private static Channel complete(List<ComplexMatrix> kraus, ComplexMatrix sum) {
        ComplexMatrix root = sum.map(value -> {
            if (!(value >= WEAKEST_MIN)) {
                throw KernelRefused.whole("the sum of K†K has the eigenvalue " + value + ", too small to complete");
            }
            return 1 / Math.sqrt(value);
        });
        List<ComplexMatrix> completed =
                kraus.stream().map(operator -> operator.times(root)).toList();
        ComplexMatrix polish = ComplexMatrix.identity(sum.size())
                .times(1.5, 0)
                .plus(sum(completed).times(-0.5, 0));
        return new Channel(
                sum.size(),
                completed.stream()
                        .map(operator -> operator.times(polish).adjoint().planes())
                        .toList());
    }

    private static ComplexMatrix sum(List<ComplexMatrix> kraus) {
        if (kraus.isEmpty() || kraus.size() > KRAUS_MAX) {
            throw KernelRefused.whole("a channel has 1 to " + KRAUS_MAX + " operators, not " + kraus.size());
        }
        int size = kraus.getFirst().size();
        if (size < DensityMatrix.SIZE_MIN || size > DensityMatrix.SIZE_MAX) {
            throw KernelRefused.whole("a channel acts on " + DensityMatrix.SIZE_MIN + " to " + DensityMatrix.SIZE_MAX
                    + " dimensions, not " + size);
        }
        Planes sum = new Planes(size);
        for (int k = 0; k < kraus.size(); k++) {
            ComplexMatrix operator = kraus.get(k);
            if (operator.size() != size) {
                throw new KernelRefused(
                        k, "operator " + k + " has " + operator.size() + " rows, but the first has " + size);
            }
            Arithmetic.best().addAdjointTimes(operator.planes(), operator.planes(), sum, false);
        }
        return new ComplexMatrix(sum);
    }

    private static double distanceFromOne(ComplexMatrix sum) {
        double error = 0;
        for (int i = 0; i < sum.size(); i++) {
            for (int j = 0; j < sum.size(); j++) {
                double distance = Math.hypot(sum.re(i, j) - (i == j ? 1 : 0), sum.im(i, j));
                error = distance <= error ? error : distance;
            }
        }
        return error;
    }

    /** The dimensions of the states it maps. */
    public int size() {
        return size;
    }

    /** The adjoint operators, as the step reads them. */
    List<Planes> adjoints() {
        return adjoints;
    }

    /** The normalised operators. */
    public List<ComplexMatrix> kraus() {
        return adjoints.stream()
                .map(adjoint -> new ComplexMatrix(adjoint.adjoint()))
                .toList();
    }

    /** The state that follows. */
    public DensityMatrix apply(DensityMatrix state) {
        Evolution evolution = new Evolution(state);
        evolution.step(this);
        return evolution.state();
    }

    /** First this, then the other: all products of their operators. */
    public Channel then(Channel other) {
        List<ComplexMatrix> products = new ArrayList<>();
        for (ComplexMatrix second : other.kraus()) {
            kraus().forEach(first -> products.add(second.times(first)));
        }
        return of(products);
    }

    /** Both side by side, this on the left factor: all tensor products of their operators. */
    public Channel tensor(Channel other) {
        List<ComplexMatrix> products = new ArrayList<>();
        for (ComplexMatrix left : kraus()) {
            other.kraus().forEach(right -> products.add(left.tensor(right)));
        }
        return of(products);
    }

    /** What of the channel can be certified. */
    public record Certificate(double smallestChoiEigenvalue, double completenessError) {}

    /**
     * The certificate that this is a channel: the smallest eigenvalue of its Choi matrix
     * sum vec(K) vec(K)†, d² x d², which is not negative just when the map is completely positive (Choi,
     * Linear Algebra and its Applications 10 (1975) 285), and the largest element of sum K†K - 1. Both
     * with an error of about 1e-14.
     *
     * @throws KernelRefused above {@value #CERTIFICATE_SIZE_MAX} dimensions
     */
    public Certificate certificate() {
        return new Certificate(Spectrum.of(Arithmetic.best(), choi().planes())[0], distanceFromOne(sum(kraus())));
    }

    /** The sum of vec(K) vec(K)†, where vec reads an operator row by row. */
    ComplexMatrix choi() {
        if (size > CERTIFICATE_SIZE_MAX) {
            throw KernelRefused.whole("a Choi matrix is computed up to " + CERTIFICATE_SIZE_MAX
                    + " dimensions, not for " + size + "; certify the factors of a tensor product");
        }
        Planes choi = new Planes(size * size);
        for (ComplexMatrix k : kraus()) {
            for (int a = 0; a < size * size; a++) {
                double re = k.re(a / size, a % size);
                double im = k.im(a / size, a % size);
                for (int b = 0; b < size * size; b++) {
                    double otherRe = k.re(b / size, b % size);
                    double otherIm = k.im(b / size, b % size);
                    int at = choi.at(a, b);
                    choi.re[at] += re * otherRe + im * otherIm;
                    choi.im[at] += im * otherRe - re * otherIm;
                }
            }
        }
        choi.mirror();
        return new ComplexMatrix(choi);
    }
}
