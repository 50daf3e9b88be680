package stemma.kernel;

/**
 * Random numbers by position: draw n of a seed is always the same, in whatever order draws are taken, so
 * a state of the generator is two numbers in a dump. The mixing is that of SplitMix64 (Steele, Lea,
 * Flood, OOPSLA 2014). Not for secrets.
 */
final class CounterRandom {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int DOUBLE_BITS = 53;

    private CounterRandom() {}

    /** A number from 0 to below 1, in steps of 2^-53. */
    static double at(long seed, long draw) {
        long mixed = mix(mix(seed) + draw * GOLDEN);
        return Math.scalb((double) (mixed >>> (Long.SIZE - DOUBLE_BITS)), -DOUBLE_BITS);
    }

    private static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
