package stemma.kernel;

/**
 * The inner loops, in two versions that give the same bits: {@link VectorArithmetic} on the Vector API,
 * and its twin {@link ScalarArithmetic}, one number at a time.
 *
 * <p>How the same bits come about: vectors lie across the elements of the result, never across a sum.
 * Each element is one chain of fused multiply-adds in an order that the specification of a method
 * fixes, a fused multiply-add rounds once wherever it runs (IEEE 754-2019, section 5.4.1), and no
 * sum is gathered from lanes. So neither the width of the registers nor the blocking can be seen in a
 * result. On a processor without fused multiply-add, Java computes it exactly in software: still
 * the same bits, but many times slower.
 *
 * <p>Thread-safe: without state.
 */
sealed interface Arithmetic permits ScalarArithmetic, VectorArithmetic {
    /** What is smaller than this becomes zero: far above the subnormal numbers, which cost a hundredfold. */
    double FLUSH_BELOW = 1e-150;

    /**
     * Adds A† B to C, shapes all size x size. Element (i, j) of C continues, for k from 0, as
     * {@code re = fma(a.re, b.re, re); re = fma(a.im, b.im, re); im = fma(a.re, b.im, im);
     * im = fma(a.im, -b.re, im)} with a = A(k, i) and b = B(k, j).
     *
     * @param upper whether to leave out the panels of C below its diagonal
     */
    void addAdjointTimes(Planes a, Planes b, Planes c, boolean upper);

    /**
     * Multiplies each number by a factor and makes zero what is then smaller than {@link #FLUSH_BELOW}.
     *
     * @param upper whether to leave out the panels below the diagonal
     */
    void scaleAndFlush(Planes c, double factor, boolean upper);

    /**
     * Adds two multiples of vectors to a third, y += a x + b z, element by element as
     * {@code re = fma(a.re, x.re, re); re = fma(-a.im, x.im, re); im = fma(a.re, x.im, im);
     * im = fma(a.im, x.re, im)}, then the same with b and z.
     */
    void addMultiples(Row y, double aRe, double aIm, Row x, double bRe, double bIm, Row z, int count);

    /** Numbers of two planes from an offset on. */
    record Row(double[] re, double[] im, int from) {}

    /** The fastest that this machine and this start of the JVM have. */
    static Arithmetic best() {
        return Best.FOUND;
    }

    /** The one that was found when it was first asked for. */
    final class Best {
        private static final String VECTORS = "jdk.incubator.vector";
        private static final Arithmetic FOUND =
                ModuleLayer.boot().findModule(VECTORS).isPresent() ? new VectorArithmetic() : new ScalarArithmetic();

        private Best() {}
    }
}
