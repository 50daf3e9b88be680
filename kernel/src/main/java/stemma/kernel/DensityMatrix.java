package stemma.kernel;

import java.util.Arrays;

/**
 * A quantum state: a Hermitian matrix of d x d complex numbers without negative eigenvalue whose trace
 * is 1, with d from {@value #SIZE_MIN} to {@value #SIZE_MAX}. Kept as structure of arrays. At d = 2 it
 * is the {@link BlochPoint}. Immutable and safe between threads.
 *
 * <p>Formulas after Nielsen and Chuang, Quantum Computation and Quantum Information (2010), called NC
 * here. Entropies are in nats.
 */
public final class DensityMatrix {
    /** One qubit. */
    public static final int SIZE_MIN = 2;

    /** Six qubits. */
    public static final int SIZE_MAX = 64;

    /** How far a given matrix may be from Hermitian, and its trace from 1. */
    public static final double GIVEN_TOLERANCE = 1e-9;

    /** How far below zero rounding may put an eigenvalue. */
    public static final double NEGATIVE_TOLERANCE = 1e-10;

    private final Planes planes;

    /** Takes planes that are a state already and that nobody writes from now on. */
    DensityMatrix(Planes planes) {
        this.planes = planes;
    }

    /**
     * Checks a matrix and takes it as a state; what rounding left is put right.
     *
     * @throws KernelRefused when the size is out of range, the matrix is not Hermitian or its trace is not
     *     1 (both within {@value #GIVEN_TOLERANCE}), or an eigenvalue is below minus
     *     {@value #NEGATIVE_TOLERANCE}
     */
    public static DensityMatrix of(ComplexMatrix matrix) {
        double trace = checked(matrix);
        Planes planes = new Planes(matrix.size());
        planes.copyFrom(matrix.planes());
        planes.mirror();
        Arithmetic.best().scaleAndFlush(planes, 1 / trace, false);
        return new DensityMatrix(planes);
    }

    /** Checks a matrix as {@link #of} does and takes it to the last bit, as a state that was dumped. */
    static DensityMatrix exactly(ComplexMatrix matrix) {
        checked(matrix);
        if (matrix.hermitianError() != 0) {
            throw KernelRefused.whole("the dumped state differs from its adjoint; a state is Hermitian");
        }
        return new DensityMatrix(matrix.planes());
    }

    /** The trace of a matrix that is a state. */
    private static double checked(ComplexMatrix matrix) {
        checkSize(matrix.size());
        double error = matrix.hermitianError();
        if (!(error <= GIVEN_TOLERANCE)) {
            throw KernelRefused.whole("the matrix differs from its adjoint by " + error
                    + "; a state is Hermitian within " + GIVEN_TOLERANCE);
        }
        double trace = matrix.planes().trace();
        if (!(Math.abs(trace - 1) <= GIVEN_TOLERANCE)) {
            throw KernelRefused.whole(
                    "the trace of the matrix is " + trace + "; that of a state is 1 within " + GIVEN_TOLERANCE);
        }
        double lowest = Spectrum.of(Arithmetic.best(), matrix.planes())[0];
        if (lowest < -NEGATIVE_TOLERANCE) {
            throw KernelRefused.whole(
                    "the matrix has the eigenvalue " + lowest + "; a state has none below -" + NEGATIVE_TOLERANCE);
        }
        return trace;
    }

    private static void checkSize(int size) {
        if (size < SIZE_MIN || size > SIZE_MAX) {
            throw KernelRefused.whole(
                    "a state has " + SIZE_MIN + " to " + SIZE_MAX + " dimensions, not " + size + "; use fewer qubits");
        }
    }

    /** The pure state of one basis vector, counted from 0. */
    public static DensityMatrix basis(int size, int vector) {
        checkSize(size);
        if (vector < 0 || vector >= size) {
            throw new KernelRefused(vector, "basis vector " + vector + " is not one of 0 to " + (size - 1));
        }
        return new DensityMatrix(ComplexMatrix.build(size, (i, j) -> i == vector && j == vector ? 1 : 0, (i, j) -> 0)
                .planes());
    }

    /** The state that knows nothing: 1/d. */
    public static DensityMatrix mixed(int size) {
        checkSize(size);
        return new DensityMatrix(ComplexMatrix.build(size, (i, j) -> i == j ? 1.0 / size : 0, (i, j) -> 0)
                .planes());
    }

    /**
     * The pure state of a vector, which is normalised: |v&gt;&lt;v| / &lt;v|v&gt;.
     *
     * @throws KernelRefused when the vector is zero, not finite, or of a wrong size
     */
    public static DensityMatrix pure(double[] re, double[] im) {
        int size = re.length;
        checkSize(size);
        if (im.length != size) {
            throw KernelRefused.whole("the vector has " + size + " real but " + im.length + " imaginary numbers");
        }
        double squared = 0;
        for (int i = 0; i < size; i++) {
            squared = Math.fma(re[i], re[i], Math.fma(im[i], im[i], squared));
            if (!Double.isFinite(squared)) {
                throw new KernelRefused(i, "component " + i + " of the vector is not finite or too large");
            }
        }
        if (squared < Double.MIN_NORMAL) {
            throw KernelRefused.whole("the vector is zero; a state needs a direction");
        }
        double norm = squared;
        ComplexMatrix matrix = ComplexMatrix.build(
                size,
                (i, j) -> (re[i] * re[j] + im[i] * im[j]) / norm,
                (i, j) -> i == j ? 0 : (im[i] * re[j] - re[i] * im[j]) / norm);
        return of(matrix);
    }

    /** The number of dimensions. */
    public int size() {
        return planes.size;
    }

    /** The real part of an element; row and column from 0. */
    public double re(int row, int column) {
        return planes.re[planes.at(row, column)];
    }

    /** The imaginary part of an element. */
    public double im(int row, int column) {
        return planes.im[planes.at(row, column)];
    }

    Planes planes() {
        return planes;
    }

    /** The same numbers as a matrix. */
    public ComplexMatrix matrix() {
        return new ComplexMatrix(planes);
    }

    /** The product state with another system: this is the left factor. Refused above {@value #SIZE_MAX}. */
    public DensityMatrix tensor(DensityMatrix other) {
        checkSize(size() * other.size());
        return new DensityMatrix(matrix().tensor(other.matrix()).planes());
    }

    /**
     * The partial trace over the right factor (NC 2.178): what is left of a system of left x right
     * dimensions when the right one is not looked at.
     *
     * @throws KernelRefused when the left factor does not divide the size
     */
    public DensityMatrix left(int left) {
        checkSize(left);
        if (size() % left != 0) {
            throw KernelRefused.whole(
                    "a system of " + size() + " dimensions has no left factor of " + left + "; use a divisor");
        }
        int right = size() / left;
        Planes reduced = new Planes(left);
        for (int i = 0; i < left; i++) {
            for (int j = 0; j < left; j++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < right; k++) {
                    re += re(i * right + k, j * right + k);
                    im += im(i * right + k, j * right + k);
                }
                reduced.set(i, j, re, im);
            }
        }
        return new DensityMatrix(reduced);
    }

    /** The eigenvalues in rising order; d numbers that sum to 1, none below 0 but for rounding. */
    public double[] spectrum() {
        return Spectrum.of(Arithmetic.best(), planes);
    }

    /**
     * Von Neumann's entropy -sum p ln p over the spectrum, in nats, from 0 to ln d (NC 11.3). Error below
     * 1e-13.
     */
    public double entropy() {
        return entropy(spectrum());
    }

    private static double entropy(double[] distribution) {
        double entropy = 0;
        for (double p : distribution) {
            entropy -= p <= 0 ? 0 : p * StrictMath.log(p);
        }
        return Math.clamp(entropy, 0, StrictMath.log(distribution.length));
    }

    /** The purity, tr of the square, from 1/d to 1 (NC 2.4). */
    public double purity() {
        double purity = 0;
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < size(); j++) {
                purity = Math.fma(re(i, j), re(i, j), Math.fma(im(i, j), im(i, j), purity));
            }
        }
        return purity;
    }

    /**
     * The l1 coherence, the sum of the moduli beside the diagonal, from 0 to d - 1 (Baumgratz, Cramer,
     * Plenio, PRL 113 (2014) 140401).
     */
    public double coherence() {
        double coherence = 0;
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < size(); j++) {
                coherence += i == j ? 0 : Math.hypot(re(i, j), im(i, j));
            }
        }
        return coherence;
    }

    /** The relative entropy of coherence, in nats: entropy of the diagonal minus the entropy; same source. */
    public double coherenceEntropy() {
        double[] diagonal = new double[size()];
        Arrays.setAll(diagonal, i -> re(i, i));
        return Math.max(0, entropy(diagonal) - entropy());
    }

    /**
     * The fidelity (tr sqrt(sqrt(a) b sqrt(a)))², from 0 to 1 and symmetric (NC 9.53, squared). Error
     * below 1e-7, as for every square root of a spectrum with zeros.
     */
    public double fidelity(DensityMatrix other) {
        ComplexMatrix root = matrix().map(value -> Math.sqrt(Math.max(0, value)));
        Planes inner = root.times(other.matrix()).times(root).planes();
        inner.mirror();
        double sum = 0;
        for (double value : Spectrum.of(Arithmetic.best(), inner)) {
            sum += Math.sqrt(Math.max(0, value));
        }
        return Math.min(1, sum * sum);
    }

    /** The trace distance, half the sum of the moduli of the difference's eigenvalues, 0 to 1 (NC 9.11). */
    public double traceDistance(DensityMatrix other) {
        Planes difference = matrix().plus(other.matrix().times(-1, 0)).planes();
        double sum = 0;
        for (double value : Spectrum.of(Arithmetic.best(), difference)) {
            sum += Math.abs(value);
        }
        return Math.min(1, sum / 2);
    }

    /** Its first qubit as a point of the Bloch ball. Refused where d is odd. */
    public BlochPoint bloch() {
        return BlochPoint.of(size() == SIZE_MIN ? this : left(SIZE_MIN));
    }
}
