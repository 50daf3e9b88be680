package stemma.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * The eigenvalues and eigenvectors of a Hermitian matrix by cyclic Jacobi rotations (Golub and Van Loan,
 * Matrix Computations, 4th ed., section 8.5): A = V diag(values) V†, shapes d x d.
 *
 * <p>A rotation makes one element beside the diagonal zero; a sweep visits all; a handful of sweeps
 * suffices, since convergence is quadratic in the end. Slower than {@link Spectrum} but the vectors come
 * with it, orthonormal to rounding, and that is what functions of a matrix need. Error: residual
 * within about 1e-14 of the norm. One use each; not thread-safe.
 */
final class Jacobi {
    private static final int SWEEPS_MAX = 60;

    /** Elements below this share of the norm are rounding. */
    private static final double NEGLIGIBLE = 1e-17;

    private final int size;
    private final double[][] re;
    private final double[][] im;
    private final double[][] vRe;
    private final double[][] vIm;

    private Jacobi(ComplexMatrix hermitian) {
        size = hermitian.size();
        re = new double[size][size];
        im = new double[size][size];
        vRe = new double[size][size];
        vIm = new double[size][size];
        for (int i = 0; i < size; i++) {
            vRe[i][i] = 1;
            for (int j = 0; j < size; j++) {
                re[i][j] = hermitian.re(i, j);
                im[i][j] = hermitian.im(i, j);
            }
        }
    }

    static Jacobi of(ComplexMatrix hermitian) {
        Jacobi jacobi = new Jacobi(hermitian);
        double negligible = NEGLIGIBLE * hermitian.norm();
        int sweeps = 0;
        while (jacobi.sweep(negligible)) {
            if (++sweeps == SWEEPS_MAX) {
                throw KernelRefused.whole("the eigenvectors of a " + jacobi.size + " x " + jacobi.size
                        + " matrix did not settle in " + SWEEPS_MAX + " sweeps; it is not finite");
            }
        }
        return jacobi;
    }

    /** Eigenvalue i, in no order. */
    double value(int i) {
        return re[i][i];
    }

    /** Component i of eigenvector k, as a matrix of columns: V. */
    ComplexMatrix vectors() {
        return ComplexMatrix.build(size, (i, k) -> vRe[i][k], (i, k) -> vIm[i][k]);
    }

    /** f(A) = V f(values) V†. */
    ComplexMatrix map(DoubleUnaryOperator f) {
        double[] mapped = new double[size];
        for (int k = 0; k < size; k++) {
            mapped[k] = f.applyAsDouble(value(k));
        }
        ComplexMatrix scaled =
                ComplexMatrix.build(size, (i, k) -> vRe[i][k] * mapped[k], (i, k) -> vIm[i][k] * mapped[k]);
        return scaled.times(vectors().adjoint());
    }

    /** Whether anything was rotated. */
    private boolean sweep(double negligible) {
        boolean rotated = false;
        for (int p = 0; p < size - 1; p++) {
            for (int q = p + 1; q < size; q++) {
                double modulus = Math.sqrt(re[p][q] * re[p][q] + im[p][q] * im[p][q]);
                if (!(modulus <= negligible)) {
                    rotate(p, q, modulus);
                    rotated = true;
                }
            }
        }
        return rotated;
    }

    /** Rotates p and q after the phase of their element was taken off q. */
    private void rotate(int p, int q, double modulus) {
        double cosPhase = re[p][q] / modulus;
        double sinPhase = im[p][q] / modulus;
        double tau = (re[q][q] - re[p][p]) / (2 * modulus);
        double t = Math.copySign(1, tau) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = t * c;
        for (int i = 0; i < size; i++) {
            turnColumns(re[i], im[i], p, q, c, s, cosPhase, sinPhase);
            turnColumns(vRe[i], vIm[i], p, q, c, s, cosPhase, sinPhase);
        }
        for (int j = 0; j < size; j++) {
            double qRe = re[q][j] * cosPhase - im[q][j] * sinPhase;
            double qIm = re[q][j] * sinPhase + im[q][j] * cosPhase;
            double pRe = re[p][j];
            double pIm = im[p][j];
            re[p][j] = c * pRe - s * qRe;
            im[p][j] = c * pIm - s * qIm;
            re[q][j] = s * pRe + c * qRe;
            im[q][j] = s * pIm + c * qIm;
        }
        re[p][q] = 0;
        im[p][q] = 0;
        re[q][p] = 0;
        im[q][p] = 0;
        im[p][p] = 0;
        im[q][q] = 0;
    }

    private static void turnColumns(
            double[] rowRe, double[] rowIm, int p, int q, double c, double s, double cosPhase, double sinPhase) {
        double qRe = rowRe[q] * cosPhase + rowIm[q] * sinPhase;
        double qIm = rowIm[q] * cosPhase - rowRe[q] * sinPhase;
        double pRe = rowRe[p];
        double pIm = rowIm[p];
        rowRe[p] = c * pRe - s * qRe;
        rowIm[p] = c * pIm - s * qIm;
        rowRe[q] = s * pRe + c * qRe;
        rowIm[q] = s * pIm + c * qIm;
    }
}
