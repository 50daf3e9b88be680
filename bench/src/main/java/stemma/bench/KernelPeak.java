package stemma.bench;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What one core can do at most; a class of its own, because it alone cannot be loaded without the Vector API. */
final class KernelPeak {
    private static final int ROUNDS = 4;
    private static final int CHAINS = 16;
    private static final int TURNS = 4_000_000;

    private KernelPeak() {}

    /** Billions of operations a second of one core: sixteen chains of fused multiply-adds in registers. */
    static double measured() {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            double sum = turns(TURNS);
            double operations = 2.0 * DoubleVector.SPECIES_PREFERRED.length() * CHAINS * TURNS;
            double rate = operations / (System.nanoTime() - start);
            best = sum > 0 ? Math.max(best, rate) : best;
        }
        return best;
    }

    private static double turns(int turns) {
        VectorSpecies<Double> lanes = DoubleVector.SPECIES_PREFERRED;
        DoubleVector x = DoubleVector.broadcast(lanes, 0.999999);
        DoubleVector y = DoubleVector.broadcast(lanes, 1e-6);
        DoubleVector a = y;
        DoubleVector b = y;
        DoubleVector c = y;
        DoubleVector d = y;
        DoubleVector e = y;
        DoubleVector f = y;
        DoubleVector g = y;
        DoubleVector h = y;
        DoubleVector i = y;
        DoubleVector j = y;
        DoubleVector k = y;
        DoubleVector l = y;
        DoubleVector m = y;
        DoubleVector n = y;
        DoubleVector o = y;
        DoubleVector p = y;
        for (int turn = 0; turn < turns; turn++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
            m = m.fma(x, y);
            n = n.fma(x, y);
            o = o.fma(x, y);
            p = p.fma(x, y);
        }
        DoubleVector one = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h);
        DoubleVector two = i.add(j).add(k).add(l).add(m).add(n).add(o).add(p);
        return one.add(two).reduceLanes(VectorOperators.ADD);
    }
}
