package stemma.kernel;

import java.util.Arrays;

/**
 * The eigenvalues of a Hermitian matrix, without its vectors.
 *
 * <p>Two stages. Householder reflections H = 1 - b v v† make the matrix tridiagonal (Golub and Van
 * Loan, Matrix Computations, 4th ed., section 8.3; the two-sided update A - v w† - w v† with
 * w = p - (b/2)(v†p) v, p = b A v). The elements beside the diagonal stay complex, because a diagonal
 * unitary would make them real without touching the spectrum: only their squared moduli count. So the
 * second stage is the QL iteration that never takes their roots (Pal, Walker and Kahan; Reinsch,
 * Algorithm 464, CACM 16 (1973) 689).
 *
 * <p>Cost about 16/3 d³ operations, nearly all in {@link Arithmetic#addMultiples}. Error: each value
 * within a few d machine epsilons of the norm of the matrix; tested against {@link Jacobi}, which shares
 * nothing with this. One use each; not thread-safe.
 */
final class Spectrum {
    private static final int ITERATIONS_MAX = 60;
    private static final double EPSILON = Math.ulp(1.0);

    private final Arithmetic arithmetic;
    private final int size;
    private final int stride;
    private final double[] re;
    private final double[] im;
    private final double[] diagonal;
    private final double[] besideSquared;

    private Spectrum(Arithmetic arithmetic, Planes matrix) {
        this.arithmetic = arithmetic;
        size = matrix.size;
        stride = matrix.rows;
        re = new double[size * stride];
        im = new double[size * stride];
        diagonal = new double[size];
        besideSquared = new double[size];
        for (int panel = 0; panel < matrix.panels; panel++) {
            for (int i = 0; i < size; i++) {
                int from = (panel * matrix.rows + i) * matrix.width;
                int to = i * stride + panel * matrix.width;
                System.arraycopy(matrix.re, from, re, to, matrix.width);
                System.arraycopy(matrix.im, from, im, to, matrix.width);
            }
        }
    }

    /** The eigenvalues of a Hermitian matrix in rising order. */
    static double[] of(Arithmetic arithmetic, Planes hermitian) {
        Spectrum spectrum = new Spectrum(arithmetic, hermitian);
        spectrum.reduce();
        spectrum.iterate();
        Arrays.sort(spectrum.diagonal);
        return spectrum.diagonal;
    }

    private void reduce() {
        double[] vRe = new double[stride];
        double[] vIm = new double[stride];
        double[] pRe = new double[stride];
        double[] pIm = new double[stride];
        for (int k = 0; k < size - 1; k++) {
            diagonal[k] = re[k * stride + k];
            double squared = 0;
            double tail = 0;
            Arrays.fill(vRe, 0);
            Arrays.fill(vIm, 0);
            for (int j = k + 1; j < size; j++) {
                double x = re[k * stride + j];
                double y = -im[k * stride + j];
                vRe[j] = x;
                vIm[j] = y;
                double term = x * x + y * y;
                squared += term;
                tail += j == k + 1 ? 0 : term;
            }
            besideSquared[k + 1] = squared;
            if (tail > 0) {
                reflect(k, squared, vRe, vIm, pRe, pIm);
            }
        }
        diagonal[size - 1] = re[(size - 1) * stride + size - 1];
    }

    /** Reflects the column below the diagonal of column k, which v holds, onto its first element. */
    private void reflect(int k, double squared, double[] vRe, double[] vIm, double[] pRe, double[] pIm) {
        int first = k + 1;
        double norm = Math.sqrt(squared);
        double modulus = Math.sqrt(vRe[first] * vRe[first] + vIm[first] * vIm[first]);
        double scale = modulus == 0 ? norm : (1 + norm / modulus);
        vRe[first] = modulus == 0 ? norm : vRe[first] * scale;
        vIm[first] *= modulus == 0 ? 0 : scale;
        double b = 1 / (squared + norm * modulus);
        int from = first / Planes.PANEL_COLUMNS * Planes.PANEL_COLUMNS;
        int count = stride - from;
        Arrays.fill(pRe, 0);
        Arrays.fill(pIm, 0);
        Arithmetic.Row p = new Arithmetic.Row(pRe, pIm, from);
        for (int j = first; j < size; j += 2) {
            int next = j + 1 < size ? j + 1 : j;
            double nextWeight = next == j ? 0 : b;
            Arithmetic.Row upper = new Arithmetic.Row(re, im, j * stride + from);
            Arithmetic.Row lower = new Arithmetic.Row(re, im, next * stride + from);
            arithmetic.addMultiples(
                    p, b * vRe[j], -b * vIm[j], upper, nextWeight * vRe[next], -nextWeight * vIm[next], lower, count);
        }
        // p now is the conjugate of b A v, since row j of A is the conjugate of its column.
        double dot = 0;
        for (int j = first; j < size; j++) {
            dot += vRe[j] * pRe[j] - vIm[j] * pIm[j];
        }
        double half = b / 2 * dot;
        for (int j = from; j < stride; j++) {
            boolean inside = j >= first && j < size;
            pRe[j] = inside ? pRe[j] - half * vRe[j] : 0;
            pIm[j] = inside ? pIm[j] + half * vIm[j] : 0;
            vIm[j] = -vIm[j];
        }
        subtract(first, from, count, vRe, vIm, pRe, pIm);
    }

    /** A - v w† - w v†, where v and w are given as their conjugates. */
    private void subtract(int first, int from, int count, double[] vRe, double[] vIm, double[] wRe, double[] wIm) {
        Arithmetic.Row v = new Arithmetic.Row(vRe, vIm, from);
        Arithmetic.Row w = new Arithmetic.Row(wRe, wIm, from);
        for (int i = first; i < size; i++) {
            Arithmetic.Row row = new Arithmetic.Row(re, im, i * stride + from);
            arithmetic.addMultiples(row, -vRe[i], vIm[i], w, -wRe[i], wIm[i], v, count);
        }
    }

    /** The root-free QL iteration: eigenvalue l converges at place l, the shifts gather in one sum. */
    private void iterate() {
        System.arraycopy(besideSquared, 1, besideSquared, 0, size - 1);
        besideSquared[size - 1] = 0;
        double shift = 0;
        double small = 0;
        double smallSquared = 0;
        double largest = 0;
        for (int l = 0; l < size; l++) {
            double magnitude = Math.abs(diagonal[l]) + Math.sqrt(besideSquared[l]);
            if (magnitude > largest) {
                largest = magnitude;
                small = largest * EPSILON;
                smallSquared = small * small;
            }
            int m = l;
            while (besideSquared[m] > smallSquared) {
                m++;
            }
            for (int round = 0; m != l && besideSquared[l] > 0; round++) {
                if (round == ITERATIONS_MAX) {
                    throw KernelRefused.whole("the eigenvalues of a " + size + " x " + size
                            + " matrix did not settle in " + ITERATIONS_MAX + " rounds; it is not finite");
                }
                shift += shiftFrom(l);
                if (sweep(l, m, small, smallSquared)) {
                    break;
                }
            }
            diagonal[l] += shift;
        }
    }

    /** Chooses the shift from the leading two by two block and takes it off the rest; its size. */
    private double shiftFrom(int l) {
        double root = Math.sqrt(besideSquared[l]);
        double g = diagonal[l];
        double p = (diagonal[l + 1] - g) / (2 * root);
        double r = Math.sqrt(p * p + 1);
        diagonal[l] = root / (p + Math.copySign(r, p));
        double h = g - diagonal[l];
        for (int i = l + 1; i < size; i++) {
            diagonal[i] -= h;
        }
        return h;
    }

    /** One QL transformation from m up to l; whether place l has converged. */
    private boolean sweep(int l, int m, double small, double smallSquared) {
        double g = diagonal[m] == 0 ? small : diagonal[m];
        double h = g;
        double s = 0;
        for (int i = m - 1; i >= l; i--) {
            double p = g * h;
            double r = p + besideSquared[i];
            besideSquared[i + 1] = s * r;
            s = besideSquared[i] / r;
            diagonal[i + 1] = h + s * (h + diagonal[i]);
            g = diagonal[i] - besideSquared[i] / g;
            g = g == 0 ? small : g;
            h = g * p / r;
        }
        besideSquared[l] = s * g;
        diagonal[l] = h;
        if (h == 0 || Math.abs(besideSquared[l]) <= Math.abs(smallSquared / h)) {
            return true;
        }
        besideSquared[l] *= h;
        return false;
    }
}
