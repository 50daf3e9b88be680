package stemma.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * A square complex matrix of finite numbers. Immutable and safe between threads.
 *
 * <p>Sums of products are chains of fused multiply-adds in a fixed order, see {@link Arithmetic}, so
 * results are the same bits on every machine.
 */
public final class ComplexMatrix {
    /** The propagator of sixteen dimensions acts on this many numbers. */
    public static final int SIZE_MAX = 256;

    /** Terms of the series of {@link #exponential()}: with a norm of at most 1/2 the rest is below 1e-19. */
    private static final int SERIES_TERMS = 16;

    private static final double SERIES_NORM_MAX = 0.5;
    private static final double EXPONENT_NORM_MAX = 1e6;

    private final Planes planes;

    ComplexMatrix(Planes planes) {
        this.planes = planes;
    }

    /** What stands at a row and a column, both from 0. */
    @FunctionalInterface
    interface Element {
        double at(int row, int column);
    }

    static ComplexMatrix build(int size, Element re, Element im) {
        Planes planes = new Planes(size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                planes.set(i, j, re.at(i, j), im.at(i, j));
            }
        }
        return new ComplexMatrix(planes);
    }

    /**
     * Reads size x size numbers, row by row.
     *
     * @throws KernelRefused when the size is not 1 to {@value #SIZE_MAX}, a plane has another length, or
     *     a number is not finite, with its index in row order
     */
    public static ComplexMatrix of(int size, double[] re, double[] im) {
        if (size < 1 || size > SIZE_MAX) {
            throw KernelRefused.whole("a matrix has 1 to " + SIZE_MAX + " rows, not " + size);
        }
        if (re.length != size * size || im.length != size * size) {
            throw KernelRefused.whole("a matrix of " + size + " rows has " + size * size
                    + " real and as many imaginary numbers, not " + re.length + " and " + im.length);
        }
        for (int i = 0; i < re.length; i++) {
            if (!Double.isFinite(re[i]) || !Double.isFinite(im[i])) {
                throw new KernelRefused(
                        i,
                        "element (" + i / size + ", " + i % size + ") of the matrix is " + re[i] + " + " + im[i]
                                + "i; give finite numbers");
            }
        }
        return build(size, (i, j) -> re[i * size + j], (i, j) -> im[i * size + j]);
    }

    /** Reads size x size real numbers, row by row, as {@link #of}. */
    public static ComplexMatrix real(int size, double... re) {
        return of(size, re, new double[re.length]);
    }

    /** Ones on the diagonal. */
    public static ComplexMatrix identity(int size) {
        double[] re = new double[Math.multiplyExact(size, size)];
        for (int i = 0; i < size; i++) {
            re[i * size + i] = 1;
        }
        return real(size, re);
    }

    /** The number of rows, and of columns. */
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

    /** Their storage, which nobody may write. */
    Planes planes() {
        return planes;
    }

    /** The sum with a matrix of the same size. */
    public ComplexMatrix plus(ComplexMatrix other) {
        sameSize(other);
        return build(size(), (i, j) -> re(i, j) + other.re(i, j), (i, j) -> im(i, j) + other.im(i, j));
    }

    /** This times a complex number. */
    public ComplexMatrix times(double re, double im) {
        return build(size(), (i, j) -> re * re(i, j) - im * im(i, j), (i, j) -> re * im(i, j) + im * re(i, j));
    }

    /** The matrix product with one of the same size. */
    public ComplexMatrix times(ComplexMatrix other) {
        sameSize(other);
        return adjoint().adjointTimes(other);
    }

    /** A†B, which needs no transposition. */
    ComplexMatrix adjointTimes(ComplexMatrix other) {
        Planes product = new Planes(size());
        Arithmetic.best().addAdjointTimes(planes, other.planes, product, false);
        return new ComplexMatrix(product);
    }

    /** The conjugate transpose. */
    public ComplexMatrix adjoint() {
        return new ComplexMatrix(planes.adjoint());
    }

    /** The conjugate. */
    public ComplexMatrix conjugate() {
        return build(size(), this::re, (i, j) -> -im(i, j));
    }

    /**
     * The tensor (Kronecker) product: this acts on the left factor, the other on the right.
     *
     * @throws KernelRefused when it would be larger than {@value #SIZE_MAX}
     */
    public ComplexMatrix tensor(ComplexMatrix other) {
        int right = other.size();
        if (size() * right > SIZE_MAX) {
            throw KernelRefused.whole("a tensor product of " + size() + " and " + right + " rows is larger than "
                    + SIZE_MAX + "; use smaller factors");
        }
        Element re = (i, j) -> re(i / right, j / right) * other.re(i % right, j % right)
                - im(i / right, j / right) * other.im(i % right, j % right);
        Element im = (i, j) -> re(i / right, j / right) * other.im(i % right, j % right)
                + im(i / right, j / right) * other.re(i % right, j % right);
        return build(size() * right, re, im);
    }

    /** The largest sum of moduli of a row; an upper bound of every eigenvalue's modulus. */
    public double norm() {
        double norm = 0;
        for (int i = 0; i < size(); i++) {
            double sum = 0;
            for (int j = 0; j < size(); j++) {
                sum += Math.hypot(re(i, j), im(i, j));
            }
            norm = Math.max(norm, sum);
        }
        return norm;
    }

    /** The largest modulus of an element of the difference to the adjoint: 0 for a Hermitian matrix. */
    public double hermitianError() {
        double error = 0;
        for (int i = 0; i < size(); i++) {
            for (int j = i; j < size(); j++) {
                error = Math.max(error, Math.hypot(re(i, j) - re(j, i), im(i, j) + im(j, i)));
            }
        }
        return error;
    }

    /**
     * e to the power of this matrix, by scaling, a Taylor series and squaring (Moler and Van Loan,
     * SIAM Review 45 (2003) 3, method 3). Error: below about 1e-15 times the norm of the exponent times
     * that of the result.
     *
     * @throws KernelRefused when the norm is above 1e6, where rounding would be all that is left
     */
    public ComplexMatrix exponential() {
        double norm = norm();
        if (!(norm <= EXPONENT_NORM_MAX)) {
            throw KernelRefused.whole("an exponent of norm " + norm + " is beyond " + EXPONENT_NORM_MAX
                    + "; use a shorter time or weaker operators");
        }
        int squarings = 0;
        while (Math.scalb(norm, -squarings) > SERIES_NORM_MAX) {
            squarings++;
        }
        ComplexMatrix exponent = times(Math.scalb(1.0, -squarings), 0);
        ComplexMatrix one = identity(size());
        ComplexMatrix result = one;
        for (int term = SERIES_TERMS; term > 0; term--) {
            result = one.plus(exponent.times(result).times(1.0 / term, 0));
        }
        for (int i = 0; i < squarings; i++) {
            result = result.times(result);
        }
        return result;
    }

    /** A function of a Hermitian matrix, applied to its eigenvalues. */
    ComplexMatrix map(DoubleUnaryOperator function) {
        return Jacobi.of(this).map(function);
    }

    private void sameSize(ComplexMatrix other) {
        if (size() != other.size()) {
            throw KernelRefused.whole(
                    "matrices of " + size() + " and " + other.size() + " rows do not go together; make them equal");
        }
    }
}
