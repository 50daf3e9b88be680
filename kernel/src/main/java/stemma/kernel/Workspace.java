package stemma.kernel;

import java.util.List;

/**
 * The workspace of the mind as a drive: up to sixty numbers, each the weight of one generalised Gell-Mann
 * generator, H = 1/2 sum w g. Three qubits have 63 of them, d² - 1 in general; what has no number stays
 * still, and a vector of zeros moves nothing.
 *
 * <p>The generators come pair by pair, (0,1), (0,2), (1,2), (0,3) and so on: first |j&gt;&lt;k| + |k&gt;&lt;j|, then
 * -i|j&gt;&lt;k| + i|k&gt;&lt;j|; after all pairs the diagonal ones, l = 1 to d-1, with sqrt(2/(l(l+1))) in the
 * first l places and -l times that in the next (Bertlmann and Krammer, J. Phys. A 41 (2008) 235303). Each
 * is Hermitian and without trace, and tr(g g') is 2 for the same and 0 for two different ones.
 */
final class Workspace {
    /** Numbers of a workspace. */
    static final int NUMBERS_MAX = 60;

    /** The largest modulus of a number. */
    static final double NUMBER_MAX = 1_000;

    private Workspace() {}

    /** H, d x d, in radians per step. */
    static ComplexMatrix hamiltonian(int size, List<Double> numbers) {
        check(size, numbers);
        Planes planes = new Planes(size);
        int next = 0;
        for (int k = 1; k < size; k++) {
            for (int j = 0; j < k; j++) {
                double symmetric = at(numbers, next++) / 2;
                double antisymmetric = at(numbers, next++) / 2;
                planes.set(j, k, symmetric, -antisymmetric);
                planes.set(k, j, symmetric, antisymmetric);
            }
        }
        for (int l = 1; l < size; l++) {
            double weight = at(numbers, next++) / 2 * Math.sqrt(2.0 / (l * (l + 1)));
            for (int i = 0; i < l; i++) {
                planes.re[planes.at(i, i)] += weight;
            }
            planes.re[planes.at(l, l)] -= l * weight;
        }
        return new ComplexMatrix(planes);
    }

    private static double at(List<Double> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    private static void check(int size, List<Double> numbers) {
        int most = Math.min(NUMBERS_MAX, size * size - 1);
        if (numbers.isEmpty() || numbers.size() > most) {
            throw new KernelRefused(
                    Math.min(numbers.size(), most),
                    "a workspace for " + size + " dimensions has 1 to " + most + " numbers, not " + numbers.size());
        }
        for (int i = 0; i < numbers.size(); i++) {
            if (!(Math.abs(numbers.get(i)) <= NUMBER_MAX)) {
                throw new KernelRefused(
                        i,
                        "number " + i + " of the workspace is " + numbers.get(i) + "; give one from -" + NUMBER_MAX
                                + " to " + NUMBER_MAX);
            }
        }
    }
}
