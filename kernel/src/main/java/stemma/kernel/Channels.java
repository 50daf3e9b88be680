package stemma.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The channels that have closed forms. Those of one qubit act on d = 2; {@link #onQubit} places them in a
 * system of several. Formulas after NC, section 8.3. Probabilities are from 0 to 1, times and rates are
 * in any one unit and its inverse; what is outside is refused by a {@link KernelRefused}.
 */
public final class Channels {
    private static final ComplexMatrix ONE = ComplexMatrix.identity(2);
    private static final ComplexMatrix X = ComplexMatrix.real(2, 0, 1, 1, 0);
    private static final ComplexMatrix Y = ComplexMatrix.of(2, new double[4], new double[] {0, -1, 1, 0});
    private static final ComplexMatrix Z = ComplexMatrix.real(2, 1, 0, 0, -1);

    /** Dimensions up to which a state is mixed in: that takes d² + 1 operators. */
    public static final int MIXING_SIZE_MAX = 16;

    private Channels() {}

    private static double share(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw KernelRefused.whole(what + " is from 0 to 1, not " + share);
        }
        return share;
    }

    private static double positive(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw KernelRefused.whole(what + " is a finite number from 0, not " + value);
        }
        return value;
    }

    /** What a rate did after a time: 1 - e^(-rate time). */
    static double decayed(double rate, double time) {
        return -StrictMath.expm1(-positive("a rate", rate) * positive("a time", time));
    }

    /** Rotates by a Hamiltonian H for a time: U = e^(-i H t). Refused unless H is Hermitian within 1e-9. */
    public static Channel unitary(ComplexMatrix hamiltonian, double time) {
        Generator.checkHermitian(hamiltonian);
        positive("a time", Math.abs(time));
        return Channel.of(List.of(hamiltonian.times(0, -time).exponential()));
    }

    /** Decay from |1&gt; to |0&gt;: the excited population falls by the factor e^(-rate time) (T1 = 1/rate). */
    public static Channel amplitudeDamping(double rate, double time) {
        return thermal(rate, 0, time);
    }

    /**
     * Contact with a bath of mean occupation n: populations go to n/(2n+1) in |1&gt; at the rate
     * (2n+1) rate, coherence falls at half of it (generalised amplitude damping, NC 8.3.5).
     */
    public static Channel thermal(double rate, double occupation, double time) {
        double total = 2 * positive("an occupation", occupation) + 1;
        double moved = decayed(rate * total, time);
        double down = (occupation + 1) / total;
        double kept = Math.sqrt(1 - moved);
        double jump = Math.sqrt(moved);
        double cold = Math.sqrt(down);
        double hot = Math.sqrt(1 - down);
        List<ComplexMatrix> kraus = new ArrayList<>(
                List.of(ComplexMatrix.real(2, cold, 0, 0, cold * kept), ComplexMatrix.real(2, 0, cold * jump, 0, 0)));
        if (hot > 0) {
            kraus.add(ComplexMatrix.real(2, hot * kept, 0, 0, hot));
            kraus.add(ComplexMatrix.real(2, 0, 0, hot * jump, 0));
        }
        return Channel.of(kraus);
    }

    /** Loss of phase: coherence falls by the factor e^(-rate time), populations stay (T2 = 1/rate). */
    public static Channel dephasing(double rate, double time) {
        return dephasing(0, 0, 1, decayed(rate, time));
    }

    /**
     * Loss of phase about the axis (x, y, z) of length 1: what is across the axis is shortened by the
     * factor 1 - lost, what lies along it stays.
     */
    public static Channel dephasing(double x, double y, double z, double lost) {
        double flipped = share("the lost part", lost) / 2;
        ComplexMatrix axis = X.times(x, 0).plus(Y.times(y, 0)).plus(Z.times(z, 0));
        return Channel.of(List.of(ONE.times(Math.sqrt(1 - flipped), 0), axis.times(Math.sqrt(flipped), 0)));
    }

    /** With this probability the state of d dimensions is replaced by 1/d (NC 8.3.4). */
    public static Channel depolarising(int size, double probability) {
        return mixing(DensityMatrix.mixed(size), probability);
    }

    /**
     * With this probability the state is replaced by the target: rho' = (1-p) rho + p target. The trace
     * distance to the target shrinks by the factor 1 - p.
     */
    public static Channel mixing(DensityMatrix target, double probability) {
        share("the probability", probability);
        int size = target.size();
        if (size > MIXING_SIZE_MAX) {
            throw KernelRefused.whole("a state of at most " + MIXING_SIZE_MAX + " dimensions is mixed in, not of "
                    + size + "; mix in one qubit at a time");
        }
        List<ComplexMatrix> kraus = new ArrayList<>();
        kraus.add(ComplexMatrix.identity(size).times(Math.sqrt(1 - probability), 0));
        Jacobi jacobi = Jacobi.of(target.matrix());
        ComplexMatrix vectors = jacobi.vectors();
        for (int k = 0; k < size; k++) {
            double weight = Math.sqrt(probability * Math.max(0, jacobi.value(k)));
            int column = k;
            for (int from = 0; from < size && weight > 0; from++) {
                int at = from;
                kraus.add(ComplexMatrix.build(
                        size,
                        (i, j) -> j == at ? weight * vectors.re(i, column) : 0,
                        (i, j) -> j == at ? weight * vectors.im(i, column) : 0));
            }
        }
        return Channel.of(kraus);
    }

    /** A turn of the Bloch ball by an angle about the axis (x, y, z) of length 1, right-handed. */
    public static Channel rotation(double x, double y, double z, double angle) {
        ComplexMatrix axis = X.times(x, 0).plus(Y.times(y, 0)).plus(Z.times(z, 0));
        double half = positive("the angle's modulus", Math.abs(angle)) / 2 * Math.signum(angle);
        return Channel.of(List.of(ONE.times(StrictMath.cos(half), 0).plus(axis.times(0, -StrictMath.sin(half)))));
    }

    /** A channel of one qubit at a place, from 0, of several qubits; the others are left alone. */
    public static Channel onQubit(Channel channel, int place, int qubits) {
        if (channel.size() != 2 || place < 0 || place >= qubits || 1L << qubits > DensityMatrix.SIZE_MAX) {
            throw new KernelRefused(
                    place,
                    "place " + place + " of " + qubits + " qubits cannot hold a channel of " + channel.size()
                            + " dimensions; a place is from 0, and there are at most 6 qubits");
        }
        ComplexMatrix before = ComplexMatrix.identity(1 << place);
        ComplexMatrix after = ComplexMatrix.identity(1 << (qubits - place - 1));
        return Channel.of(channel.kraus().stream()
                .map(operator -> before.tensor(operator).tensor(after))
                .toList());
    }
}
