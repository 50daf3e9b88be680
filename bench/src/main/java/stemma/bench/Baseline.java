package stemma.bench;

import java.util.Arrays;
import java.util.Random;
import stemma.core.Chooser;

/**
 * The choosers that the kernel's is compared with, on one memory of discounted counts and sums. Not
 * thread-safe.
 */
final class Baseline implements Chooser {
    /** Values the options and takes the highest; ties go to the first. */
    private interface Rule {
        double value(int option, double total);
    }

    private final double[] counts;
    private final double[] sums;
    private final double kept;
    private final double explored;
    private final Random random;
    private Rule rule = (option, total) -> 0;

    private Baseline(int options, long seed, double kept, double explored) {
        counts = new double[options];
        sums = new double[options];
        random = new Random(seed);
        this.kept = kept;
        this.explored = explored;
    }

    /** The mean of what is remembered, and any option with a probability. */
    static Baseline epsilonGreedy(int options, long seed, double kept, double explored) {
        Baseline chooser = new Baseline(options, seed, kept, explored);
        chooser.rule = (option, total) -> chooser.untried(option) ? 0.5 : chooser.mean(option);
        return chooser;
    }

    /** UCB1 where everything is kept and the width is the root of 2 (Auer, Cesa-Bianchi, Fischer 2002). */
    static Baseline upperBound(int options, long seed, double kept, double width) {
        Baseline chooser = new Baseline(options, seed, kept, 0);
        chooser.rule = (option, total) -> chooser.untried(option)
                ? Double.POSITIVE_INFINITY
                : chooser.mean(option) + width * Math.sqrt(Math.log(Math.max(1, total)) / chooser.counts[option]);
        return chooser;
    }

    /** A draw from the beta distribution of what is remembered (Thompson 1933). */
    static Baseline thompson(int options, long seed, double kept) {
        Baseline chooser = new Baseline(options, seed, kept, 0);
        chooser.rule = (option, total) ->
                chooser.beta(1 + chooser.sums[option], 1 + Math.max(0, chooser.counts[option] - chooser.sums[option]));
        return chooser;
    }

    private boolean untried(int option) {
        return counts[option] < 1e-9;
    }

    private double mean(int option) {
        return sums[option] / counts[option];
    }

    @Override
    public int choose() {
        if (explored > 0 && random.nextDouble() < explored) {
            return random.nextInt(counts.length);
        }
        double total = Arrays.stream(counts).sum();
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int option = 0; option < counts.length; option++) {
            double value = rule.value(option, total);
            if (value > highest) {
                highest = value;
                best = option;
            }
        }
        return best;
    }

    @Override
    public void learn(int option, double reward) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] *= kept;
            sums[i] *= kept;
        }
        counts[option]++;
        sums[option] += reward;
    }

    private double beta(double a, double b) {
        double x = gamma(a);
        return x / (x + gamma(b));
    }

    /** Marsaglia and Tsang (ACM TOMS 26 (2000) 363), for a shape of at least 1. */
    private double gamma(double shape) {
        double d = shape - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
