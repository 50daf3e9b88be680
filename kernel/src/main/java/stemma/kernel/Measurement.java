package stemma.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A measurement of d dimensions: effects E, none negative, that sum to 1 (a POVM, NC 2.2.6). Outcome k
 * has the probability tr(E rho) and leaves M rho M / p with M = sqrt(E), Lüders' rule, which for
 * projectors is the projection. Immutable and safe between threads.
 */
public final class Measurement {
    /** Outcomes of one measurement. */
    public static final int OUTCOMES_MAX = 256;

    /** How far effects may be from Hermitian, from positive and their sum from 1. */
    public static final double TOLERANCE = 1e-9;

    private final List<ComplexMatrix> effects;
    private final List<ComplexMatrix> roots;

    private Measurement(List<ComplexMatrix> effects) {
        this.effects = effects;
        this.roots = effects.stream()
                .map(effect -> effect.map(value -> Math.sqrt(Math.max(0, value))))
                .toList();
    }

    /**
     * Takes the effects.
     *
     * @throws KernelRefused when there are none or too many, one is not Hermitian or negative (with its
     *     position), or their sum is not 1
     */
    public static Measurement of(List<ComplexMatrix> effects) {
        if (effects.isEmpty() || effects.size() > OUTCOMES_MAX) {
            throw KernelRefused.whole("a measurement has 1 to " + OUTCOMES_MAX + " effects, not " + effects.size());
        }
        int size = effects.getFirst().size();
        ComplexMatrix rest = ComplexMatrix.identity(size);
        for (int k = 0; k < effects.size(); k++) {
            ComplexMatrix effect = effects.get(k);
            if (effect.size() != size) {
                throw new KernelRefused(
                        k, "effect " + k + " has " + effect.size() + " rows, but the first has " + size);
            }
            if (!(effect.hermitianError() <= TOLERANCE)
                    || Spectrum.of(Arithmetic.best(), effect.planes())[0] < -TOLERANCE) {
                throw new KernelRefused(k, "effect " + k + " is not Hermitian or has a negative eigenvalue");
            }
            rest = rest.plus(effect.times(-1, 0));
        }
        if (!(rest.norm() <= TOLERANCE * size)) {
            throw KernelRefused.whole("the effects miss a sum of 1 by " + rest.norm() + "; something must happen");
        }
        return new Measurement(List.copyOf(effects));
    }

    /** The projections on the basis vectors of d dimensions. */
    public static Measurement basis(int size) {
        List<ComplexMatrix> effects = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            int at = k;
            effects.add(ComplexMatrix.build(size, (i, j) -> i == at && j == at ? 1 : 0, (i, j) -> 0));
        }
        return of(effects);
    }

    /** The two projections of one of several qubits on |0&gt; and |1&gt;, the place counted from 0 at the left. */
    public static Measurement qubit(int place, int qubits) {
        if (qubits < 1 || 1L << qubits > DensityMatrix.SIZE_MAX || place < 0 || place >= qubits) {
            throw new KernelRefused(place, "there is no qubit " + place + " among " + qubits);
        }
        ComplexMatrix before = ComplexMatrix.identity(1 << place);
        ComplexMatrix after = ComplexMatrix.identity(1 << (qubits - place - 1));
        return of(List.of(
                before.tensor(ComplexMatrix.real(2, 1, 0, 0, 0)).tensor(after),
                before.tensor(ComplexMatrix.real(2, 0, 0, 0, 1)).tensor(after)));
    }

    /** The number of outcomes. */
    public int outcomes() {
        return effects.size();
    }

    /** What was measured, how likely that was, and the state it left. */
    public record Outcome(int index, double probability, DensityMatrix state) {}

    /** The probability of each outcome; not negative, and 1 in sum to rounding. */
    public double[] probabilities(DensityMatrix state) {
        double[] probabilities = new double[effects.size()];
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] = probability(effects.get(k), state);
        }
        return probabilities;
    }

    private static double probability(ComplexMatrix effect, DensityMatrix state) {
        if (effect.size() != state.size()) {
            throw KernelRefused.whole(
                    "a measurement of " + effect.size() + " dimensions cannot read a state of " + state.size());
        }
        double probability = 0;
        for (int i = 0; i < state.size(); i++) {
            for (int j = 0; j < state.size(); j++) {
                probability = Math.fma(effect.re(i, j), state.re(i, j), probability);
                probability = Math.fma(effect.im(i, j), state.im(i, j), probability);
            }
        }
        return Math.max(0, probability);
    }

    /**
     * Measures: the outcome is the first at which the summed probabilities exceed the chance.
     *
     * @param chance from 0 to below 1; the same chance gives the same outcome
     */
    public Outcome measure(DensityMatrix state, double chance) {
        if (!(chance >= 0 && chance < 1)) {
            throw KernelRefused.whole("a chance is from 0 to below 1, not " + chance);
        }
        double[] probabilities = probabilities(state);
        double total = 0;
        for (double probability : probabilities) {
            total += probability;
        }
        int index = -1;
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            if (probabilities[k] > 0 && sum <= chance * total) {
                index = k;
            }
            sum += probabilities[k];
        }
        return new Outcome(index, probabilities[index] / total, collapsed(index, state));
    }

    private DensityMatrix collapsed(int index, DensityMatrix state) {
        ComplexMatrix root = roots.get(index);
        Planes planes = root.times(state.matrix()).times(root).planes();
        planes.mirror();
        Arithmetic.best().scaleAndFlush(planes, 1 / planes.trace(), false);
        return new DensityMatrix(planes);
    }
}
