package stemma.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * What drives a state in continuous time, after Gorini, Kossakowski, Sudarshan (J. Math. Phys. 17 (1976)
 * 821) and Lindblad (Commun. Math. Phys. 48 (1976) 119):
 *
 * <pre>
 *   d rho / dt = -i [H, rho] + sum L rho L† - (L†L rho + rho L†L)/2
 * </pre>
 *
 * Immutable and safe between threads.
 *
 * @param hamiltonian H, d x d and Hermitian, as an angular frequency
 * @param jumps the L, d x d each, in roots of rates; at most {@value #JUMPS_MAX}
 */
public record Generator(ComplexMatrix hamiltonian, List<ComplexMatrix> jumps) {
    /** Jump operators of a generator; a step of second order has the square of them. */
    public static final int JUMPS_MAX = 16;

    /** Dimensions up to which {@link #channel} is exact; its matrix has d² rows. */
    public static final int EXACT_SIZE_MAX = 8;

    /** Eigenvalues of a Choi matrix below this are rounding, or make no difference. */
    private static final double CHOI_NEGLIGIBLE = 1e-15;

    private static final double HERMITIAN_TOLERANCE = 1e-9;

    /**
     * Checks the operators.
     *
     * @throws KernelRefused when H is not Hermitian, sizes differ, or there are too many jumps
     */
    public Generator {
        checkHermitian(hamiltonian);
        jumps = List.copyOf(jumps);
        if (jumps.size() > JUMPS_MAX) {
            throw new KernelRefused(
                    JUMPS_MAX, "a generator has at most " + JUMPS_MAX + " jump operators, not " + jumps.size());
        }
        for (int k = 0; k < jumps.size(); k++) {
            if (jumps.get(k).size() != hamiltonian.size()) {
                throw new KernelRefused(
                        k,
                        "jump operator " + k + " has " + jumps.get(k).size() + " rows, but the Hamiltonian has "
                                + hamiltonian.size());
            }
        }
    }

    static void checkHermitian(ComplexMatrix hamiltonian) {
        double error = hamiltonian.hermitianError();
        if (!(error <= HERMITIAN_TOLERANCE)) {
            throw KernelRefused.whole("the Hamiltonian differs from its adjoint by " + error
                    + "; it is Hermitian within " + HERMITIAN_TOLERANCE);
        }
    }

    /** The dimensions of the states it drives. */
    public int size() {
        return hamiltonian.size();
    }

    /** N = -iH - sum L†L / 2, which drives a state between its jumps. */
    ComplexMatrix smooth() {
        ComplexMatrix smooth = hamiltonian.times(0, -1);
        for (ComplexMatrix jump : jumps) {
            smooth = smooth.plus(jump.adjointTimes(jump).times(-0.5, 0));
        }
        return smooth;
    }

    /**
     * The exact channel of a time: the exponential of the d² x d² matrix of the generator, whose Choi
     * matrix is then split into Kraus operators by its eigenvectors (NC 8.2.4). Error in trace distance
     * below about 1e-13 times the norm of the generator times the time.
     *
     * @throws KernelRefused above {@value #EXACT_SIZE_MAX} dimensions, or for a negative time
     */
    public Channel channel(double time) {
        if (!(time >= 0)) {
            throw KernelRefused.whole("a channel takes a time from 0, not " + time);
        }
        int size = size();
        if (size > EXACT_SIZE_MAX) {
            throw KernelRefused.whole("the exact channel is computed up to " + EXACT_SIZE_MAX + " dimensions, not for "
                    + size + "; integrate it");
        }
        ComplexMatrix map = matrix().times(time, 0).exponential();
        ComplexMatrix choi = ComplexMatrix.build(
                size * size,
                (a, b) -> map.re(a / size * size + b / size, a % size * size + b % size),
                (a, b) -> map.im(a / size * size + b / size, a % size * size + b % size));
        Jacobi jacobi = Jacobi.of(choi.plus(choi.adjoint()).times(0.5, 0));
        ComplexMatrix vectors = jacobi.vectors();
        List<ComplexMatrix> kraus = new ArrayList<>();
        for (int k = 0; k < size * size; k++) {
            if (jacobi.value(k) > CHOI_NEGLIGIBLE) {
                double weight = Math.sqrt(jacobi.value(k));
                int column = k;
                kraus.add(ComplexMatrix.build(
                        size,
                        (i, j) -> weight * vectors.re(i * size + j, column),
                        (i, j) -> weight * vectors.im(i * size + j, column)));
            }
        }
        return Channel.normalised(kraus);
    }

    /** The generator as a matrix that acts on a state read row by row: vec(A rho B) = (A x B^T) vec(rho). */
    private ComplexMatrix matrix() {
        ComplexMatrix one = ComplexMatrix.identity(size());
        ComplexMatrix smooth = smooth();
        ComplexMatrix matrix = smooth.tensor(one).plus(one.tensor(smooth.conjugate()));
        for (ComplexMatrix jump : jumps) {
            matrix = matrix.plus(jump.tensor(jump.conjugate()));
        }
        return matrix;
    }
}
