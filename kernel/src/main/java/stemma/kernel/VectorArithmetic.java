package stemma.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same loops on vectors of whatever width the machine has.
 *
 * <p>The product is blocked twice. A tile of C, eight rows by one vector, stays in sixteen registers
 * while k runs from end to end: per k two loads, sixteen spreads and thirty-two fused multiply-adds, so
 * that the multipliers and not the memory are the limit. The panels of B that a column of tiles reads
 * again and again, at most 8 KiB, stay in the first cache. Processors with sixteen registers get
 * tiles of four rows.
 *
 * <p>The accumulators are locals of one method on purpose: a vector that is passed to a method which the
 * compiler does not inline becomes an object, at a fifth of the speed. Hence no loop over the rows.
 */
final class VectorArithmetic implements Arithmetic {
    private static final VectorSpecies<Double> LANES = species();
    private static final int WIDTH = LANES.length();
    private static final int PANEL = Planes.PANEL_COLUMNS;

    /** The lanes of AVX and AVX2, whose machines have sixteen registers; all others have thirty-two. */
    private static final int FEW_REGISTERS_WIDTH = 4;

    private final ScalarArithmetic scalar = new ScalarArithmetic();

    /** The machine's own width, but never wider than a panel. */
    private static VectorSpecies<Double> species() {
        VectorSpecies<Double> own = DoubleVector.SPECIES_PREFERRED;
        return own.length() > Planes.PANEL_COLUMNS ? DoubleVector.SPECIES_512 : own;
    }

    @Override
    public void addAdjointTimes(Planes a, Planes b, Planes c, boolean upper) {
        if (c.width < PANEL) {
            scalar.addAdjointTimes(a, b, c, upper);
            return;
        }
        int panel = c.rows * PANEL;
        for (int j = 0; j < c.panels; j++) {
            int last = upper ? j : c.panels - 1;
            for (int i = 0; i <= last; i++) {
                for (int lane = 0; lane < PANEL; lane += WIDTH) {
                    int right = j * panel + lane;
                    int out = right + i * PANEL * PANEL;
                    if (WIDTH == FEW_REGISTERS_WIDTH) {
                        fourRows(a, i * panel, b, right, c, out);
                        fourRows(a, i * panel + 4, b, right, c, out + 4 * PANEL);
                    } else {
                        eightRows(a, i * panel, b, right, c, out);
                    }
                }
            }
        }
    }

    @Override
    public void scaleAndFlush(Planes c, double factor, boolean upper) {
        if (c.width < PANEL) {
            scalar.scaleAndFlush(c, factor, upper);
            return;
        }
        for (int j = 0; j < c.panels; j++) {
            int from = j * c.rows * PANEL;
            int to = from + (upper ? (j + 1) * PANEL : c.rows) * PANEL;
            scaleAndFlush(c.re, factor, from, to);
            scaleAndFlush(c.im, factor, from, to);
        }
    }

    private static void scaleAndFlush(double[] plane, double factor, int from, int to) {
        for (int at = from; at < to; at += WIDTH) {
            DoubleVector x = DoubleVector.fromArray(LANES, plane, at).mul(factor);
            x.blend(0.0, x.abs().lt(FLUSH_BELOW)).intoArray(plane, at);
        }
    }

    @Override
    public void addMultiples(Row y, double aRe, double aIm, Row x, double bRe, double bIm, Row z, int count) {
        if (count % PANEL != 0) {
            scalar.addMultiples(y, aRe, aIm, x, bRe, bIm, z, count);
            return;
        }
        DoubleVector ar = DoubleVector.broadcast(LANES, aRe);
        DoubleVector ai = DoubleVector.broadcast(LANES, aIm);
        DoubleVector minusAi = DoubleVector.broadcast(LANES, -aIm);
        DoubleVector br = DoubleVector.broadcast(LANES, bRe);
        DoubleVector bi = DoubleVector.broadcast(LANES, bIm);
        DoubleVector minusBi = DoubleVector.broadcast(LANES, -bIm);
        for (int i = 0; i < count; i += WIDTH) {
            DoubleVector xr = DoubleVector.fromArray(LANES, x.re(), x.from() + i);
            DoubleVector xi = DoubleVector.fromArray(LANES, x.im(), x.from() + i);
            DoubleVector zr = DoubleVector.fromArray(LANES, z.re(), z.from() + i);
            DoubleVector zi = DoubleVector.fromArray(LANES, z.im(), z.from() + i);
            DoubleVector re = DoubleVector.fromArray(LANES, y.re(), y.from() + i);
            DoubleVector im = DoubleVector.fromArray(LANES, y.im(), y.from() + i);
            re = minusAi.fma(xi, ar.fma(xr, re));
            im = ai.fma(xr, ar.fma(xi, im));
            minusBi.fma(zi, br.fma(zr, re)).intoArray(y.re(), y.from() + i);
            bi.fma(zr, br.fma(zi, im)).intoArray(y.im(), y.from() + i);
        }
    }

    /** Eight rows of C by one vector. */
    private static void eightRows(Planes a, int aFrom, Planes b, int bFrom, Planes c, int cFrom) {
        double[] ar = a.re;
        double[] ai = a.im;
        double[] br = b.re;
        double[] bi = b.im;
        double[] cr = c.re;
        double[] ci = c.im;
        DoubleVector r0 = DoubleVector.fromArray(LANES, cr, cFrom);
        DoubleVector i0 = DoubleVector.fromArray(LANES, ci, cFrom);
        DoubleVector r1 = DoubleVector.fromArray(LANES, cr, cFrom + 1 * PANEL);
        DoubleVector i1 = DoubleVector.fromArray(LANES, ci, cFrom + 1 * PANEL);
        DoubleVector r2 = DoubleVector.fromArray(LANES, cr, cFrom + 2 * PANEL);
        DoubleVector i2 = DoubleVector.fromArray(LANES, ci, cFrom + 2 * PANEL);
        DoubleVector r3 = DoubleVector.fromArray(LANES, cr, cFrom + 3 * PANEL);
        DoubleVector i3 = DoubleVector.fromArray(LANES, ci, cFrom + 3 * PANEL);
        DoubleVector r4 = DoubleVector.fromArray(LANES, cr, cFrom + 4 * PANEL);
        DoubleVector i4 = DoubleVector.fromArray(LANES, ci, cFrom + 4 * PANEL);
        DoubleVector r5 = DoubleVector.fromArray(LANES, cr, cFrom + 5 * PANEL);
        DoubleVector i5 = DoubleVector.fromArray(LANES, ci, cFrom + 5 * PANEL);
        DoubleVector r6 = DoubleVector.fromArray(LANES, cr, cFrom + 6 * PANEL);
        DoubleVector i6 = DoubleVector.fromArray(LANES, ci, cFrom + 6 * PANEL);
        DoubleVector r7 = DoubleVector.fromArray(LANES, cr, cFrom + 7 * PANEL);
        DoubleVector i7 = DoubleVector.fromArray(LANES, ci, cFrom + 7 * PANEL);
        int last = c.size * PANEL;
        for (int k = 0; k < last; k += PANEL) {
            int left = aFrom + k;
            DoubleVector x = DoubleVector.fromArray(LANES, br, bFrom + k);
            DoubleVector y = DoubleVector.fromArray(LANES, bi, bFrom + k);
            DoubleVector minusX = x.neg();
            DoubleVector u = DoubleVector.broadcast(LANES, ar[left]);
            DoubleVector v = DoubleVector.broadcast(LANES, ai[left]);
            r0 = v.fma(y, u.fma(x, r0));
            i0 = v.fma(minusX, u.fma(y, i0));
            u = DoubleVector.broadcast(LANES, ar[left + 1]);
            v = DoubleVector.broadcast(LANES, ai[left + 1]);
            r1 = v.fma(y, u.fma(x, r1));
            i1 = v.fma(minusX, u.fma(y, i1));
            u = DoubleVector.broadcast(LANES, ar[left + 2]);
            v = DoubleVector.broadcast(LANES, ai[left + 2]);
            r2 = v.fma(y, u.fma(x, r2));
            i2 = v.fma(minusX, u.fma(y, i2));
            u = DoubleVector.broadcast(LANES, ar[left + 3]);
            v = DoubleVector.broadcast(LANES, ai[left + 3]);
            r3 = v.fma(y, u.fma(x, r3));
            i3 = v.fma(minusX, u.fma(y, i3));
            u = DoubleVector.broadcast(LANES, ar[left + 4]);
            v = DoubleVector.broadcast(LANES, ai[left + 4]);
            r4 = v.fma(y, u.fma(x, r4));
            i4 = v.fma(minusX, u.fma(y, i4));
            u = DoubleVector.broadcast(LANES, ar[left + 5]);
            v = DoubleVector.broadcast(LANES, ai[left + 5]);
            r5 = v.fma(y, u.fma(x, r5));
            i5 = v.fma(minusX, u.fma(y, i5));
            u = DoubleVector.broadcast(LANES, ar[left + 6]);
            v = DoubleVector.broadcast(LANES, ai[left + 6]);
            r6 = v.fma(y, u.fma(x, r6));
            i6 = v.fma(minusX, u.fma(y, i6));
            u = DoubleVector.broadcast(LANES, ar[left + 7]);
            v = DoubleVector.broadcast(LANES, ai[left + 7]);
            r7 = v.fma(y, u.fma(x, r7));
            i7 = v.fma(minusX, u.fma(y, i7));
        }
        r0.intoArray(cr, cFrom);
        i0.intoArray(ci, cFrom);
        r1.intoArray(cr, cFrom + 1 * PANEL);
        i1.intoArray(ci, cFrom + 1 * PANEL);
        r2.intoArray(cr, cFrom + 2 * PANEL);
        i2.intoArray(ci, cFrom + 2 * PANEL);
        r3.intoArray(cr, cFrom + 3 * PANEL);
        i3.intoArray(ci, cFrom + 3 * PANEL);
        r4.intoArray(cr, cFrom + 4 * PANEL);
        i4.intoArray(ci, cFrom + 4 * PANEL);
        r5.intoArray(cr, cFrom + 5 * PANEL);
        i5.intoArray(ci, cFrom + 5 * PANEL);
        r6.intoArray(cr, cFrom + 6 * PANEL);
        i6.intoArray(ci, cFrom + 6 * PANEL);
        r7.intoArray(cr, cFrom + 7 * PANEL);
        i7.intoArray(ci, cFrom + 7 * PANEL);
    }

    /** Four rows of C by one vector. */
    private static void fourRows(Planes a, int aFrom, Planes b, int bFrom, Planes c, int cFrom) {
        double[] ar = a.re;
        double[] ai = a.im;
        double[] br = b.re;
        double[] bi = b.im;
        double[] cr = c.re;
        double[] ci = c.im;
        DoubleVector r0 = DoubleVector.fromArray(LANES, cr, cFrom);
        DoubleVector i0 = DoubleVector.fromArray(LANES, ci, cFrom);
        DoubleVector r1 = DoubleVector.fromArray(LANES, cr, cFrom + 1 * PANEL);
        DoubleVector i1 = DoubleVector.fromArray(LANES, ci, cFrom + 1 * PANEL);
        DoubleVector r2 = DoubleVector.fromArray(LANES, cr, cFrom + 2 * PANEL);
        DoubleVector i2 = DoubleVector.fromArray(LANES, ci, cFrom + 2 * PANEL);
        DoubleVector r3 = DoubleVector.fromArray(LANES, cr, cFrom + 3 * PANEL);
        DoubleVector i3 = DoubleVector.fromArray(LANES, ci, cFrom + 3 * PANEL);
        int last = c.size * PANEL;
        for (int k = 0; k < last; k += PANEL) {
            int left = aFrom + k;
            DoubleVector x = DoubleVector.fromArray(LANES, br, bFrom + k);
            DoubleVector y = DoubleVector.fromArray(LANES, bi, bFrom + k);
            DoubleVector minusX = x.neg();
            DoubleVector u = DoubleVector.broadcast(LANES, ar[left]);
            DoubleVector v = DoubleVector.broadcast(LANES, ai[left]);
            r0 = v.fma(y, u.fma(x, r0));
            i0 = v.fma(minusX, u.fma(y, i0));
            u = DoubleVector.broadcast(LANES, ar[left + 1]);
            v = DoubleVector.broadcast(LANES, ai[left + 1]);
            r1 = v.fma(y, u.fma(x, r1));
            i1 = v.fma(minusX, u.fma(y, i1));
            u = DoubleVector.broadcast(LANES, ar[left + 2]);
            v = DoubleVector.broadcast(LANES, ai[left + 2]);
            r2 = v.fma(y, u.fma(x, r2));
            i2 = v.fma(minusX, u.fma(y, i2));
            u = DoubleVector.broadcast(LANES, ar[left + 3]);
            v = DoubleVector.broadcast(LANES, ai[left + 3]);
            r3 = v.fma(y, u.fma(x, r3));
            i3 = v.fma(minusX, u.fma(y, i3));
        }
        r0.intoArray(cr, cFrom);
        i0.intoArray(ci, cFrom);
        r1.intoArray(cr, cFrom + 1 * PANEL);
        i1.intoArray(ci, cFrom + 1 * PANEL);
        r2.intoArray(cr, cFrom + 2 * PANEL);
        i2.intoArray(ci, cFrom + 2 * PANEL);
        r3.intoArray(cr, cFrom + 3 * PANEL);
        i3.intoArray(ci, cFrom + 3 * PANEL);
    }
}
